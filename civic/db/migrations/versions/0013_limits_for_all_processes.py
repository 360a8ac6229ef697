"""How often something was tried is counted in the database."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        'attempt',
        sa.Column('key', sa.Text(), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('ends_at', Instant(), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_attempt')),
    )
    op.create_index(op.f('ix_attempt_ends_at'), 'attempt', ['ends_at'])


def downgrade() -> None:
    """Forget it."""
    op.drop_table('attempt')
