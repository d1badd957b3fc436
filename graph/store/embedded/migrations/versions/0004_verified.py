"""verified of firms is split: identity and products"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROWS = 500  # rewritten at once
# Where what was said of a firm stands as JSON: table, its key, the column, which of its rows.
TOLD = (
    ("firm_record", "rid", sa.Text(), "data", ""),
    ("change", "id", sa.Integer(), "before", " and record in ('firm', 'firm_record')"),
)


def upgrade() -> None:
    """What was verified before was name, code and seat."""
    op.alter_column("firm", "verified", new_column_name="verified_identity")
    op.add_column("firm", sa.Column("verified_products", sa.Boolean(), nullable=False, server_default=sa.false()))
    _rename("verified", "verified_identity")


def downgrade() -> None:
    _rename("verified_identity", "verified")
    op.drop_column("firm", "verified_products")
    op.alter_column("firm", "verified_identity", new_column_name="verified")


def _rename(old: str, new: str) -> None:
    """Give the key its new name in the records of sources and in the log, also where a record stands in a row."""
    connection = op.get_bind()
    for name, key, kind, column, where in TOLD:
        table = sa.table(name, sa.column(key, kind), sa.column(column, sa.JSON()))
        found = sa.text(f"select {key} from {name} where cast({column} as text) like :old{where}")  # no input
        keys = list(connection.execute(found, {"old": f'%"{old}"%'}).scalars())
        for start in range(0, len(keys), ROWS):
            part = keys[start : start + ROWS]
            rows = connection.execute(sa.select(table.c[key], table.c[column]).where(table.c[key].in_(part))).all()
            for row, told in rows:
                connection.execute(
                    sa.update(table).where(table.c[key] == row).values({column: _renamed(told, old, new)})
                )


def _renamed(told: dict, old: str, new: str) -> dict:  # type: ignore[type-arg]
    out = {new if k == old else k: v for k, v in told.items()}
    data = out.get("data")
    if isinstance(data, str):  # the log writes down a row as the database has it
        out["data"] = json.dumps(_renamed(json.loads(data), old, new), ensure_ascii=False)
    elif isinstance(data, dict):
        out["data"] = _renamed(data, old, new)
    return out
