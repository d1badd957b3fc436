"""Casework: whom we want to visit, who holds them, what was agreed and what came of it. Relational, beside the graph."""
