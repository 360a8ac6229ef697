"""Circles on a roll."""

import sqlalchemy as sa
from alembic import op

revision = '0082'
down_revision = '0081'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    with op.batch_alter_table('roll_entry') as table:
        table.add_column(sa.Column('circle', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table('roll_entry') as table:
        table.drop_column('circle')
