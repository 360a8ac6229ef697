"""Whom a process wants to reach, and how they were."""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        'audience',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('reached', sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_audience_name')),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_audience_process_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audience')),
        sa.UniqueConstraint('process_id', 'name', name=op.f('uq_audience_process_id_name')),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table('audience')
