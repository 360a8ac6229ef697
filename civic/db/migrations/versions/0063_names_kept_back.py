"""Somebody can be known by a pseudonym; their own name is kept apart."""

import sqlalchemy as sa
from alembic import op

import civic.db.base

revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it; everybody is known by their own name so far."""
    op.add_column('person', sa.Column('is_protected', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('sender', sa.Column('is_pseudonym', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        'kept_name',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('since', civic.db.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_kept_name_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_name')),
        sa.UniqueConstraint('person_id', name=op.f('uq_kept_name_person_id')),
    )


def downgrade() -> None:
    """Take it away; who was known by a pseudonym stays so, for the name was to be kept back."""
    op.drop_table('kept_name')
    op.drop_column('sender', 'is_pseudonym')
    op.drop_column('person', 'is_protected')
