"""Other words for a public proposal, suggested to its authors; accepted ones are its versions."""

import sqlalchemy as sa
from alembic import op

import civic.db.base

revision = '0056'
down_revision = '0055'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them; what is public was published as it stands."""
    op.add_column('proposal', sa.Column('published_edit', sa.Integer(), server_default='0', nullable=False))
    op.execute('UPDATE proposal SET published_edit = edit WHERE accepted_at IS NOT NULL')
    op.create_table(
        'amendment',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('proposal_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('base_edit', sa.Integer(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('at', civic.db.base.Instant(timezone=True), nullable=False),
        sa.Column('decided_at', civic.db.base.Instant(timezone=True), nullable=True),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('edit', sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'accepted') = (edit IS NOT NULL)", name=op.f('ck_amendment_edit')),
        sa.CheckConstraint("state <> 'declined' OR reason <> ''", name=op.f('ck_amendment_reason')),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn')", name=op.f('ck_amendment_state_amendmentstate')
        ),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_amendment_proposal_id')),
        sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_amendment_author_id')),
        sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_amendment_decided_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    )
    for column in ('author_id', 'decided_by_id'):
        op.create_index(op.f(f'ix_amendment_{column}'), 'amendment', [column])
    for name, columns, condition in (
        ('ix_amendment_open', ['proposal_id', 'id'], "state = 'open'"),
        ('ix_amendment_accepted', ['proposal_id', 'edit'], 'edit IS NOT NULL'),
        ('uq_amendment_open', ['proposal_id', 'author_id'], "state = 'open'"),
    ):
        where, is_unique = sa.text(condition), name.startswith('uq')
        op.create_index(name, 'amendment', columns, unique=is_unique, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take them away; what became of them stands in the proposals."""
    op.drop_table('amendment')
    op.drop_column('proposal', 'published_edit')
