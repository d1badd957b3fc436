"""What papers are made of: layout, notes, words, sources, policies."""
