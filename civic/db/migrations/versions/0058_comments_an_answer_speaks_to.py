"""An official answer says which comments it speaks to."""

import sqlalchemy as sa
from alembic import op

import civic.db.base

revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it; no answer has said so before."""
    op.create_table(
        'spoken_to',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('proposal_id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('at', civic.db.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_spoken_to_proposal_id')),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_spoken_to_comment_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_spoken_to')),
        sa.UniqueConstraint('comment_id', name=op.f('uq_spoken_to_comment_id')),
    )
    op.create_index(op.f('ix_spoken_to_proposal_id'), 'spoken_to', ['proposal_id'])


def downgrade() -> None:
    """Take it away; the answers stand."""
    op.drop_table('spoken_to')
