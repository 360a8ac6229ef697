"""What is done about a decision says who takes part, the citizens' part and how it is seen, and how it goes."""

import sqlalchemy as sa
from alembic import op

import civic.db.base
from civic.db.steps import changed, one_of

revision = '0068'
down_revision = '0067'
branch_labels = None
depends_on = None

CHECK = 'ck_follow_up_state_followupstate'
OLD = ('planned', 'done')
NEW = (*OLD, 'under_way', 'changed', 'dropped')
WORDS = ('involved', 'citizens_role', 'indicator')


def upgrade() -> None:
    """Make room for it."""
    with changed('follow_up', without=[CHECK]) as table:
        for name in WORDS:
            table.add_column(sa.Column(name, sa.Text(), server_default='', nullable=False))
        one_of(table, 'follow_up', 'state', 'followupstate', NEW)
    state = sa.Enum(*OLD, *NEW[2:], name='followupstate', native_enum=False, create_constraint=True, length=40)
    op.create_table(
        'follow_up_progress',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('follow_up_id', sa.Integer(), nullable=False),
        sa.Column('state', state, nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('at', civic.db.base.Instant(timezone=True), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['follow_up_id'], ['follow_up.id'], name=op.f('fk_follow_up_progress_follow_up_id')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_follow_up_progress_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_up_progress')),
    )
    for column in ('follow_up_id', 'by_id'):
        op.create_index(op.f(f'ix_follow_up_progress_{column}'), 'follow_up_progress', [column])


def downgrade() -> None:
    """Take it away; what is under way or was changed is planned, and what was dropped is too."""
    op.execute("DELETE FROM correction WHERE part = 'follow_up_progress'")
    op.execute(
        "DELETE FROM correction WHERE part = 'follow_up' AND field IN ('involved', 'citizens_role', 'indicator')"
    )
    op.drop_table('follow_up_progress')
    op.execute("UPDATE follow_up SET state = 'planned' WHERE state NOT IN ('planned', 'done')")
    with changed('follow_up', without=[CHECK]) as table:
        for name in WORDS:
            table.drop_column(name)
        one_of(table, 'follow_up', 'state', 'followupstate', OLD)
