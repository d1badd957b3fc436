"""What people put right against the tables: made, applied after every assignment, listed."""
