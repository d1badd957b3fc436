"""ties of ambassadors, heads of liaison offices, introductions to targets that are not saved yet"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXTS = {
    "ambassador": ("contact", "home_town", "alumni", "ties", "note"),
    "liaison_office": ("head", "note"),
    "introduction": ("name", "ref", "result"),
}


def upgrade() -> None:
    for table, columns in TEXTS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.add_column(sa.Column(column, sa.Text(), nullable=False, server_default=""))
            if table == "introduction":
                batch.alter_column("target_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM introduction WHERE target_id IS NULL")
    for table, columns in TEXTS.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
            if table == "introduction":
                batch.alter_column("target_id", existing_type=sa.Integer(), nullable=False)
