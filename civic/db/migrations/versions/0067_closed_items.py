"""An item is closed by itself: its number and a neutral title are public, and nothing else of it."""

import sqlalchemy as sa
from alembic import op

from civic.db.steps import changed

revision = '0067'
down_revision = '0066'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it; every case so far is open."""
    with changed('case_file') as table:
        table.add_column(sa.Column('is_closed', sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column('neutral_title', sa.Text(), server_default='', nullable=False))
        table.add_column(sa.Column('closed_because', sa.Text(), server_default='', nullable=False))
        table.create_check_constraint(
            op.f('ck_case_file_closed'), "NOT is_closed OR (neutral_title <> '' AND closed_because <> '')"
        )


def downgrade() -> None:
    """Take it away; refuse where a case is closed, for it would become public."""
    closed = op.get_bind().execute(sa.text('SELECT count(*) FROM case_file WHERE is_closed')).scalar_one()
    if closed:
        raise RuntimeError(f'{closed} closed cases would become public: take them out first')
    with changed('case_file') as table:
        table.drop_constraint(op.f('ck_case_file_closed'), type_='check')
        for name in ('is_closed', 'neutral_title', 'closed_because'):
            table.drop_column(name)
