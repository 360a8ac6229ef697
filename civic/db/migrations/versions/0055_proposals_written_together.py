"""Proposals are written by several: who is invited, and accepted; whoever did holds a role in the proposal."""

import sqlalchemy as sa
from alembic import op

import civic.db.base
from civic.db.steps import changed, one_of

revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None

PLACES = ('municipality', 'organisation', 'unit', 'body', 'process', 'group')
ROLES = ('admin', 'case_officer', 'facilitator', 'chair', 'secretary', 'member', 'coordinator')
SCOPED = {'role_assignment': 'scope', 'role_request': 'scope', 'share': 'scope', 'comment': 'circle'}
HOLDING = ('role_assignment', 'role_request')


def upgrade() -> None:
    """Make room for them."""
    _let(('proposal',), ('author',))
    op.create_table(
        'co_author',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('proposal_id', sa.Integer(), nullable=False),
        sa.Column('email', sa.Text(), nullable=False),
        sa.Column('token_hash', sa.Text(), nullable=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('invited_at', civic.db.base.Instant(timezone=True), nullable=False),
        sa.Column('accepted_at', civic.db.base.Instant(timezone=True), nullable=True),
        sa.Column('ended_at', civic.db.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_co_author_proposal_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_co_author_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_co_author')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_co_author_token_hash')),
    )
    op.create_index(op.f('ix_co_author_person_id'), 'co_author', ['person_id'])
    for name, column, where in (
        ('uq_co_author_email', 'email', sa.text("email <> ''")),
        ('uq_co_author_person', 'person_id', sa.text('ended_at IS NULL')),
    ):
        columns = ['proposal_id', column]
        op.create_index(name, 'co_author', columns, unique=True, sqlite_where=where, postgresql_where=where)


def _let(places: tuple[str, ...], roles: tuple[str, ...]) -> None:
    for name, column in SCOPED.items():
        checks = [f'ck_{name}_{column}_scope', *([f'ck_{name}_role_role'] if name in HOLDING else [])]
        with changed(name, without=checks) as table:
            one_of(table, name, column, 'scope', (*PLACES, *places))
            if name in HOLDING:
                one_of(table, name, 'role', 'role', (*ROLES, *roles))


def downgrade() -> None:
    """Take them away: a proposal is whose it was begun by."""
    op.drop_table('co_author')
    op.execute("DELETE FROM role_assignment WHERE scope = 'proposal'")
    _let((), ())
