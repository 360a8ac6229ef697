"""Each option of a vote may have a line that says what it means."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.add_column('ballot_option', sa.Column('about', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    """Take it away."""
    op.drop_column('ballot_option', 'about')
