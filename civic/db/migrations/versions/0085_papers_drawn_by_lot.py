"""Papers drawn by lot, to see whether they bear out a result."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0085'
down_revision = '0084'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        'paper_audit',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ballot_id', sa.Integer(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('most_risk', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('begun_at', Instant(), nullable=False),
        sa.CheckConstraint('size > 0', name=op.f('ck_paper_audit_size')),
        sa.CheckConstraint('most_risk BETWEEN 1 AND 50', name=op.f('ck_paper_audit_most_risk')),
        sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_paper_audit_ballot_id')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_paper_audit_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_audit')),
        sa.UniqueConstraint('ballot_id', name=op.f('uq_paper_audit_ballot_id')),
    )
    op.create_index(op.f('ix_paper_audit_by_id'), 'paper_audit', ['by_id'])
    op.create_table(
        'drawn_paper',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('audit_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('lines', sa.Text(), nullable=True),
        sa.Column('entered_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['audit_id'], ['paper_audit.id'], name=op.f('fk_drawn_paper_audit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_drawn_paper')),
        sa.UniqueConstraint('audit_id', 'number', name=op.f('uq_drawn_paper_audit_id_number')),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table('drawn_paper')
    op.drop_table('paper_audit')
