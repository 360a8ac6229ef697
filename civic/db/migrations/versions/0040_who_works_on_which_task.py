"""A task says which groups work on it and what answers it; a seat says how it was filled."""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

WAYS = ('appointed', 'elected', 'nominated', 'drawn')


def upgrade() -> None:
    """Make room for it; whoever sits there was appointed."""
    op.create_table(
        'task_tie',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('task_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_tie_task_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_task_tie')),
        sa.UniqueConstraint('task_id', 'kind', 'thing_id', name=op.f('uq_task_tie_task_id_kind_thing_id')),
    )
    op.create_index(op.f('ix_task_tie_kind_thing_id'), 'task_tie', ['kind', 'thing_id'])
    with op.batch_alter_table('appointment') as table:
        table.add_column(sa.Column('way', sa.String(length=40), server_default='appointed', nullable=False))
        table.create_check_constraint(op.f('ck_appointment_way_way'), sa.column('way').in_(WAYS))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table('appointment') as table:
        table.drop_constraint(op.f('ck_appointment_way_way'), type_='check')
        table.drop_column('way')
    op.drop_table('task_tie')
