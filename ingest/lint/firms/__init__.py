"""Lint of what firms make and who they are, over all tables of firms together."""
