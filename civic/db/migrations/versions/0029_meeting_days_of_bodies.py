"""Bodies have their meeting days, and say how long before them papers are out."""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        'sitting',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_sitting_body_id_body')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting')),
        sa.UniqueConstraint('body_id', 'on', name=op.f('uq_sitting_body_id_on')),
    )
    op.add_column('body', sa.Column('paper_days', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('body', sa.Column('counts_weekdays', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take them away."""
    op.drop_column('body', 'counts_weekdays')
    op.drop_column('body', 'paper_days')
    op.drop_table('sitting')
