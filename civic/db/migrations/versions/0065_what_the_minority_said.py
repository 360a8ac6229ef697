"""Who had an interest in a matter is recorded with the vote, and what the minority had put on record, in full."""

import sqlalchemy as sa
from alembic import op

from civic.db.steps import changed, one_of

revision = '0065'
down_revision = '0064'
branch_labels = None
depends_on = None

SIDES = ('for', 'against', 'abstained')
KINDS = ('recommendation', 'reservation', 'statement', 'entry')
CHECK = 'ck_tally_side_side'


def upgrade() -> None:
    """Make room for it; the reasons that stand beside votes stay there."""
    with changed('tally', without=[CHECK]) as table:
        one_of(table, 'tally', 'side', 'side', (*SIDES, 'recused'))
    kinds = sa.Enum(*KINDS, name='dissentkind', native_enum=False, create_constraint=True, length=40)
    op.create_table(
        'dissent',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('decision_id', sa.Integer(), nullable=False),
        sa.Column('kind', kinds, nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_dissent_decision_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_dissent')),
    )
    op.create_index(op.f('ix_dissent_decision_id'), 'dissent', ['decision_id'])
    op.create_table(
        'dissenter',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('dissent_id', sa.Integer(), nullable=False),
        sa.Column('letter', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('affiliation', sa.Text(), nullable=False),
        sa.CheckConstraint("letter <> '' OR name <> ''", name=op.f('ck_dissenter_who')),
        sa.ForeignKeyConstraint(['dissent_id'], ['dissent.id'], name=op.f('fk_dissenter_dissent_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_dissenter')),
        sa.UniqueConstraint('dissent_id', 'letter', 'name', name=op.f('uq_dissenter_dissent_id_letter_name')),
    )


def downgrade() -> None:
    """Take it away, with the dissents; who had an interest is counted among nobody."""
    op.execute("DELETE FROM correction WHERE part = 'dissent'")
    op.drop_table('dissenter')
    op.drop_table('dissent')
    op.execute("DELETE FROM tally_line WHERE tally_id IN (SELECT id FROM tally WHERE side = 'recused')")
    op.execute("DELETE FROM tally WHERE side = 'recused'")
    with changed('tally', without=[CHECK]) as table:
        one_of(table, 'tally', 'side', 'side', SIDES)
