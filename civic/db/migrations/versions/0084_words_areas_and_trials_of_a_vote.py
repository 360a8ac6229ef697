"""A vote in other languages, the proposals its options come from, a budget's areas, and trial votes."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0084'
down_revision = '0083'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    with op.batch_alter_table('ballot') as table:
        table.add_column(sa.Column('areas', sa.JSON(), server_default='{}', nullable=False))
        table.add_column(sa.Column('wordings', sa.JSON(), server_default='{}', nullable=False))
    with op.batch_alter_table('ballot_option') as table:
        table.add_column(sa.Column('area', sa.Text(), server_default='', nullable=False))
        table.add_column(sa.Column('proposal_id', sa.Integer(), nullable=True))
        table.create_foreign_key(op.f('fk_ballot_option_proposal_id'), 'proposal', ['proposal_id'], ['id'])
        table.create_index(op.f('ix_ballot_option_proposal_id'), ['proposal_id'])
    op.create_table(
        'trial_vote',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ballot_id', sa.Integer(), nullable=False),
        sa.Column('lines', sa.Text(), nullable=False),
        sa.Column('cast_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_trial_vote_ballot_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trial_vote')),
    )
    op.create_index(op.f('ix_trial_vote_ballot_id'), 'trial_vote', ['ballot_id'])


def downgrade() -> None:
    """Take it away again."""
    op.execute("DELETE FROM trace_link WHERE target_kind = 'ballot'")
    op.drop_table('trial_vote')
    with op.batch_alter_table('ballot_option') as table:
        table.drop_index(op.f('ix_ballot_option_proposal_id'))
        table.drop_constraint(op.f('fk_ballot_option_proposal_id'), type_='foreignkey')
        table.drop_column('proposal_id')
        table.drop_column('area')
    with op.batch_alter_table('ballot') as table:
        table.drop_column('wordings')
        table.drop_column('areas')
