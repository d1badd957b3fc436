"""Alembic's entry for the casework: it is handed a live connection by `outreach.casework.db`."""

from alembic import context

from outreach.casework.db import VERSION_TABLE
from outreach.casework.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, version_table=VERSION_TABLE, transactional_ddl=False
)
context.run_migrations()
