"""A process says whether proposals are shown at once, and looked at afterwards."""

import sqlalchemy as sa
from alembic import op

revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; so far a facilitator has looked at each before it was shown."""
    op.add_column('process', sa.Column('shows_at_once', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take it away; what was shown stays so."""
    op.drop_column('process', 'shows_at_once')
