"""Loads taken back whole, and what each left out."""
