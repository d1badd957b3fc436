"""People's corrections: written into a store, read from a table, handed on as labels."""
