"""The pages, a folder each: `page.py`, its parts and its texts."""
