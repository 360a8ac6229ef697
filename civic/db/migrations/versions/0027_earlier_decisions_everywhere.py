"""Earlier decisions of a case, where a database was brought up to 22 before that migration had them."""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them where there is none."""
    if 'earlier_decisions' not in {one['name'] for one in sa.inspect(op.get_bind()).get_columns('case_file')}:
        op.add_column('case_file', sa.Column('earlier_decisions', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    """Leave them: 22 takes them away."""
