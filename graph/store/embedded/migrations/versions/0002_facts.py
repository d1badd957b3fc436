"""facts of annual reports and the office's own record: more of each tie, site, project, capacity; products, materials, decisions"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = {
    "relation": ("to_name", "as_of"),
    "site": ("detail", "as_of"),
    "project": ("detail", "as_of"),
    "capacity": ("unit", "as_of"),
    "technology": ("as_of",),
}
STAMP = ("source", "valid_from", "valid_to", "hash")
# table → (text columns, other columns, indexed columns)
NEW = {
    "product": (
        ("firm_id", "name", "kind", "as_of"),
        (("share", sa.BigInteger(), True), ("merged", sa.Boolean(), False)),
        ("firm_id",),
    ),
    "material": (("firm_id", "name", "product", "as_of"), (("share", sa.BigInteger(), True),), ("firm_id", "name")),
    "decision": (
        ("firm_id", "firm_name", "segment_id", "region", "date", "outcome", "reason", "note"),
        (),
        ("firm_id", "region"),
    ),
}


def upgrade() -> None:
    for table, columns in TEXT.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=""))
    op.add_column("capacity", sa.Column("amount", sa.Float(), nullable=True))
    for table, (texts, others, indexed) in NEW.items():
        op.create_table(
            table,
            sa.Column("rid", sa.Text(), primary_key=True),
            *(sa.Column(c, sa.Text(), nullable=False) for c in (*texts, *STAMP)),
            *(sa.Column(c, kind, nullable=null) for c, kind, null in others),
            sa.Column("batch", sa.Integer(), nullable=False),
        )
        for column in (*indexed, "batch"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)
    for table, columns in (TEXT | {"capacity": (*TEXT["capacity"], "amount")}).items():
        for column in columns:
            op.drop_column(table, column)
