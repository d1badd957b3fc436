"""Headings of tables as people write them, in one form."""
