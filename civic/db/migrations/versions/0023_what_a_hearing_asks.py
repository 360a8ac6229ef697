"""A hearing asks everybody one question, which heads its page."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.add_column('hearing', sa.Column('asks', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    """Take it away."""
    op.drop_column('hearing', 'asks')
