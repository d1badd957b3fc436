"""Loads taken back whole."""
