"""Recall: from a segment or a sentence to firms that may do it."""
