"""Alembic's entry: it is handed a live connection by `graph.store.embedded.migrate`."""

from alembic import context

from graph.store.embedded.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
