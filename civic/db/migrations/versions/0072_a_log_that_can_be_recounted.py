"""What is public of a hearing is written down as hashes that anybody can recount."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0072'
down_revision = '0071'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it; what stood before is not in it."""
    op.create_table(
        'ledger_entry',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=True),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('digest', sa.Text(), nullable=False),
        sa.Column('salt', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_ledger_entry_process_id_process')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entry')),
        sa.UniqueConstraint('process_id', 'sequence', name=op.f('uq_ledger_entry_process_id_sequence')),
    )
    waiting = sa.text('sequence IS NULL')
    op.create_index(
        'ix_ledger_entry_unnumbered', 'ledger_entry', ['id'], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index('ix_ledger_entry_subject', 'ledger_entry', ['process_id', 'subject', 'id'])
    op.create_table(
        'ledger_head',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('root', sa.Text(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_ledger_head_process_id_process')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_head')),
        sa.UniqueConstraint('process_id', 'day', name=op.f('uq_ledger_head_process_id_day')),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table('ledger_head')
    op.drop_table('ledger_entry')
