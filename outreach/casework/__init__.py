"""Casework: targets, the teams that claim them, visits, agreements and results. Relational, beside the graph."""
