"""Firms of one load held against those that are known: linked, put to a person, merged and taken apart again."""
