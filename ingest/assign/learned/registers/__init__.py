"""Registers of any size, by words alone: many firms at once as arrays. The same verdicts as firm by firm."""
