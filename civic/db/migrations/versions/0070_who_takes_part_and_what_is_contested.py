"""Who is asked to take part in what is done, who contests that it was, and what a body was told of it."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0070'
down_revision = '0069'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.add_column('follow_up', sa.Column('review_on', sa.Date(), nullable=True))
    op.add_column('follow_up', sa.Column('reminded_at', Instant(), nullable=True))
    reviewed = sa.text('(follow_up.review_on IS NOT NULL)')
    op.create_index(
        'ix_follow_up_to_review', 'follow_up', ['review_on', 'id'], sqlite_where=reviewed, postgresql_where=reviewed
    )
    op.create_table(
        'undertaking',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('follow_up_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('part', sa.Text(), nullable=False),
        sa.Column('party_id', sa.Integer(), nullable=True),
        sa.Column('email', sa.Text(), nullable=False),
        sa.Column('token_hash', sa.Text(), nullable=True),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('invited_at', Instant(), nullable=False),
        sa.Column('answered_at', Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('invited', 'accepted', 'declined')", name=op.f('ck_undertaking_state_undertakingstate')
        ),
        sa.ForeignKeyConstraint(['follow_up_id'], ['follow_up.id'], name=op.f('fk_undertaking_follow_up_id_follow_up')),
        sa.ForeignKeyConstraint(['party_id'], ['hearing_party.id'], name=op.f('fk_undertaking_party_id_hearing_party')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_undertaking')),
        sa.UniqueConstraint('follow_up_id', 'name', name=op.f('uq_undertaking_follow_up_id_name')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_undertaking_token_hash')),
    )
    op.create_index(op.f('ix_undertaking_party_id'), 'undertaking', ['party_id'])
    of_party = sa.text('party_id IS NOT NULL')
    op.create_index(
        'uq_undertaking_party',
        'undertaking',
        ['follow_up_id', 'party_id'],
        unique=True,
        sqlite_where=of_party,
        postgresql_where=of_party,
    )
    op.create_table(
        'contest',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('follow_up_id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('claim', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.Column('answered_at', Instant(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'stands', 'taken_up')", name=op.f('ck_contest_state_conteststate')),
        sa.ForeignKeyConstraint(['follow_up_id'], ['follow_up.id'], name=op.f('fk_contest_follow_up_id_follow_up')),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_contest_comment_id_comment')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_contest_by_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contest')),
        sa.UniqueConstraint('follow_up_id', 'by_id', 'claim', name=op.f('uq_contest_follow_up_id_by_id_claim')),
        sa.UniqueConstraint('comment_id', name=op.f('uq_contest_comment_id')),
    )
    op.create_index(op.f('ix_contest_by_id'), 'contest', ['by_id'])
    waiting = sa.text("state IN ('open')")
    op.create_index(
        'ix_contest_open', 'contest', ['follow_up_id', 'id'], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        'report_back',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('follow_up_id', sa.Integer(), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.Column('told_on', sa.Date(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['follow_up_id'], ['follow_up.id'], name=op.f('fk_report_back_follow_up_id_follow_up')),
        sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_report_back_body_id_body')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_report_back')),
    )
    for column in ('follow_up_id', 'body_id'):
        op.create_index(op.f(f'ix_report_back_{column}'), 'report_back', [column])


def downgrade() -> None:
    """Take it away; what somebody contested stays, a comment on a case: no page of the code before leads to it."""
    op.execute("DELETE FROM correction WHERE part IN ('undertaking', 'contest', 'report_back')")
    op.execute("DELETE FROM correction WHERE part = 'follow_up' AND field = 'review_on'")
    for name in ('report_back', 'contest', 'undertaking'):
        op.drop_table(name)
    op.drop_index('ix_follow_up_to_review', 'follow_up')
    op.drop_column('follow_up', 'reminded_at')
    op.drop_column('follow_up', 'review_on')
