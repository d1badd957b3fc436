"""The store as a file that can be damaged, full, read-only, locked or absent: told apart, checked, copied."""
