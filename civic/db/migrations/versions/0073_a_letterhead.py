"""What an organisation gives out carries its letterhead."""

import sqlalchemy as sa
from alembic import op

revision = '0073'
down_revision = '0072'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.add_column('organisation', sa.Column('letterhead', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    """Take it away."""
    op.execute("DELETE FROM correction WHERE part = 'organisation' AND field = 'letterhead'")
    op.drop_column('organisation', 'letterhead')
