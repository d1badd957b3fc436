"""lanes of chains, demand, foreign share and lane of segments"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# table → (name, type, what it is in a row of before, None where that is not known)
NEW = {
    "segment": (("foreign_share", sa.Float(), None), ("lane", sa.Text(), ""), ("demand", sa.Boolean(), sa.false())),
    "chain": (("lanes", sa.JSON(), "[]"), ("weights_source", sa.Text(), "")),
}


def upgrade() -> None:
    for table, columns in NEW.items():
        for name, kind, before in columns:
            op.add_column(table, sa.Column(name, kind, nullable=before is None, server_default=before))


def downgrade() -> None:
    for table, columns in NEW.items():
        for name, _, _ in columns:
            op.drop_column(table, name)
