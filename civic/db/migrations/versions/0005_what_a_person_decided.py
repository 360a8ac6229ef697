"""When a person released or hid an answer."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Remember it; what is hidden now was hidden by a person."""
    op.add_column('response', sa.Column('released_at', Instant(), nullable=True))
    op.add_column('response', sa.Column('hidden_at', Instant(), nullable=True))
    op.execute("UPDATE response SET hidden_at = submitted_at WHERE state = 'hidden'")


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table('response') as batch:
        batch.drop_column('hidden_at')
        batch.drop_column('released_at')
