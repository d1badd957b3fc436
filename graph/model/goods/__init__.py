"""Goods: which products take which."""
