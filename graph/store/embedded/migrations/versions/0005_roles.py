"""roles of memberships, status of firms, scope of sources, people's corrections"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# table → (text column, what it is in a row of before)
NEW = {
    "membership": (("role", ""),),
    "firm": (("status", "unknown"), ("status_date", ""), ("branch_of", "")),
}
STAMP = ("source", "valid_from", "valid_to", "hash")
# table → (text columns, columns of lists)
TABLES = {
    "source": (("name", "scope", "region", "as_of"), ()),
    "correction": (
        (
            "id",
            "firm_name",
            "kind",
            "segment_id",
            "role",
            "alias",
            "reason",
            "author",
            "made_at",
            "undone_by",
            "undone_at",
        ),
        ("keys",),
    ),
}


def upgrade() -> None:
    for table, columns in NEW.items():
        for name, before in columns:
            op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=before))
    for table, (texts, lists) in TABLES.items():
        op.create_table(
            table,
            sa.Column("rid", sa.Text(), primary_key=True),
            *(sa.Column(c, sa.Text(), nullable=False) for c in (*texts, *STAMP)),
            *(sa.Column(c, sa.JSON(), nullable=False) for c in lists),
            sa.Column("batch", sa.Integer(), nullable=False),
        )
        op.create_index(f"ix_{table}_batch", table, ["batch"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for table, columns in NEW.items():
        for name, _ in columns:
            op.drop_column(table, name)
