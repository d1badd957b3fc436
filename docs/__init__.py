"""Makers of the generated pages in this folder; run as scripts, imported by tests."""
