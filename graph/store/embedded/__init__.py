"""The embedded store: SQLite through SQLAlchemy, one file."""
