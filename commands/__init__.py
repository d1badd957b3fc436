"""The command line, a module a subject; `liantu.py` puts them together."""
