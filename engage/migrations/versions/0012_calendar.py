"""How often a called meeting was changed: calendars take the highest number."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "meeting", sa.Column("calendar_sequence", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("meeting", "calendar_sequence")
