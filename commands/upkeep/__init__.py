"""Commands that keep the data in order."""
