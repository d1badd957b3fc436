"""Held against what really happened: back-test, own record, retrieval."""
