"""A round of a draw that never comes to an end is given up."""

import sqlalchemy as sa
from alembic import op

revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None

OLD = ('waiting', 'ready', 'impossible', 'drawn')
STATE = 'ck_draw_round_state_roundstate'


def upgrade() -> None:
    """Let a round stand so."""
    with op.batch_alter_table('draw_round') as table:
        table.drop_constraint(op.f(STATE), type_='check')
        table.create_check_constraint(op.f(STATE), sa.column('state').in_((*OLD, 'given_up')))


def downgrade() -> None:
    """Let those wait again."""
    op.execute("UPDATE draw_round SET state = 'waiting' WHERE state = 'given_up'")
    with op.batch_alter_table('draw_round') as table:
        table.drop_constraint(op.f(STATE), type_='check')
        table.create_check_constraint(op.f(STATE), sa.column('state').in_(OLD))
