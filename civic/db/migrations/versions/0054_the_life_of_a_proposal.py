"""Proposals that are considered, go on in others, and are followed until what was accepted has been done."""

import sqlalchemy as sa
from alembic import op

import civic.db.base
from civic.db.steps import changed, one_of

revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None

CHECK = 'ck_proposal_state_proposalstate'
OLD = ('draft', 'held', 'submitted', 'sent_back', 'accepted', 'answered', 'withdrawn', 'hidden')
NEW = (*OLD, 'considered', 'continued', 'implemented')
UNANSWERED = ("state IN ('accepted')", "state IN ('accepted', 'considered')")
PUBLIC = (
    "state IN ('accepted', 'answered')",
    "state IN ('accepted', 'answered', 'considered', 'continued', 'implemented')",
)
REVIEW = "(state = 'answered' AND review_on IS NOT NULL)"
ANSWERED = ['process_id', 'accepted_at', 'id']


def upgrade() -> None:
    """Make room for them."""
    _drop('ix_proposal_unanswered', UNANSWERED[0])
    _drop('ix_proposal_public', PUBLIC[0])
    with changed('proposal', without=[CHECK]) as table:
        for name in ('next_step', 'continued_because'):
            table.add_column(sa.Column(name, sa.Text(), server_default='', nullable=False))
        for name in ('review_on', 'implemented_on'):
            table.add_column(sa.Column(name, sa.Date()))
        for name in ('reminded_at', 'continued_at'):
            table.add_column(sa.Column(name, civic.db.base.Instant(timezone=True)))
        one_of(table, 'proposal', 'state', 'proposalstate', NEW)
    _some('ix_proposal_unanswered', ANSWERED, UNANSWERED[1])
    _some('ix_proposal_public', ['process_id', 'id'], PUBLIC[1])
    _some('ix_proposal_to_review', ['review_on', 'id'], REVIEW)
    op.create_table(
        'progress',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('proposal_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('at', civic.db.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_progress_proposal_id')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_progress_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_progress')),
    )
    for column in ('proposal_id', 'by_id'):
        op.create_index(op.f(f'ix_progress_{column}'), 'progress', [column])
    with changed('support') as table:
        table.add_column(sa.Column('carried_from_id', sa.Integer()))
        table.create_foreign_key(op.f('fk_support_carried_from_id'), 'proposal', ['carried_from_id'], ['id'])
    op.create_index(op.f('ix_support_carried_from_id'), 'support', ['carried_from_id'])


def _some(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(op.f(name), 'proposal', columns, sqlite_where=where, postgresql_where=where)


def _drop(name: str, condition: str) -> None:
    op.drop_index(op.f(name), 'proposal', sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def downgrade() -> None:
    """Take them away: what went on in others stands by itself, and what was done is answered."""
    op.drop_index(op.f('ix_support_carried_from_id'), 'support')
    op.execute('DELETE FROM support WHERE carried_from_id IS NOT NULL')
    with changed('support') as table:
        table.drop_constraint(op.f('fk_support_carried_from_id'), type_='foreignkey')
        table.drop_column('carried_from_id')
    op.drop_table('progress')
    op.execute("DELETE FROM correction WHERE field IN ('goes_on_in', 'review_on')")
    op.execute("DELETE FROM trace_link WHERE source_kind = 'proposal' AND target_kind = 'proposal'")
    op.execute("UPDATE proposal SET state = 'accepted' WHERE state IN ('considered', 'continued')")
    op.execute("UPDATE proposal SET state = 'answered' WHERE state = 'implemented'")
    _drop('ix_proposal_to_review', REVIEW)
    _drop('ix_proposal_unanswered', UNANSWERED[1])
    _drop('ix_proposal_public', PUBLIC[1])
    with changed('proposal', without=[CHECK]) as table:
        for name in (
            'next_step', 'continued_because', 'review_on', 'implemented_on', 'reminded_at', 'continued_at'
        ):
            table.drop_column(name)
        one_of(table, 'proposal', 'state', 'proposalstate', OLD)
    _some('ix_proposal_unanswered', ANSWERED, UNANSWERED[0])
    _some('ix_proposal_public', ['process_id', 'id'], PUBLIC[0])
