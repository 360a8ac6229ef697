"""Why a later body decided while an earlier one had not."""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.add_column('decision', sa.Column('out_of_turn', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table('decision') as table:
        table.drop_column('out_of_turn')
