"""A safe copy of an office's data, its way back, and what is wrong with what there is."""
