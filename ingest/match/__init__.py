"""Are two rows the same firm? Names taken apart, pairs scored with reasons, three outcomes."""
