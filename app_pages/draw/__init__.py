"""Charts and HTML snippets, made of plain data."""
