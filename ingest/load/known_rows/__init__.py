"""Rows of a source's last load, known again by a digest of their cells, so that they need not be read again."""
