"""Loading tables, and the loads themselves."""
