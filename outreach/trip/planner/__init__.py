"""Trips: which targets to visit, by whom, when and in which order. Pure: no database, no screen."""
