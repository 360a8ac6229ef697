"""Words that their author wants erased, and why they are kept."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        'erasure_request',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('asked_at', Instant(), nullable=False),
        sa.Column('decided_by_id', sa.Integer()),
        sa.Column('decided_at', Instant()),
        sa.Column('ground', sa.Enum('archive', 'open_case', 'others', name='kept', native_enum=False,
                                    create_constraint=True, length=40)),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> person_id',
                           name=op.f('ck_erasure_request_another_person')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_erasure_request_person_id')),
        sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_erasure_request_decided_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure_request')),
    )
    for column in ('person_id', 'decided_by_id'):
        op.create_index(op.f(f'ix_erasure_request_{column}'), 'erasure_request', [column])


def downgrade() -> None:
    """Forget it."""
    op.drop_table('erasure_request')
