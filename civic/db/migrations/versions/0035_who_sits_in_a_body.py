"""What a council or committee does and who sits in it stand on its page; what it decided is found by it."""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.add_column('body', sa.Column('about', sa.Text(), server_default='', nullable=False))
    op.create_table(
        'body_member',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.Column('part', sa.String(length=40), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('party', sa.Text(), nullable=False),
        sa.Column('sent_by', sa.Text(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=True),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('is_invented', sa.Boolean(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_body_member_name')),
        sa.CheckConstraint(
            'starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on', name=op.f('ck_body_member_days')
        ),
        sa.CheckConstraint("part IN ('chair', 'deputy', 'member', 'substitute')", name=op.f('ck_body_member_part_part')),
        sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_body_member_body_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_body_member')),
    )
    op.create_index(op.f('ix_body_member_body_id'), 'body_member', ['body_id'])
    op.create_index(op.f('ix_decision_body_id_decided_on_id'), 'decision', ['body_id', 'decided_on', 'id'])


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f('ix_decision_body_id_decided_on_id'), 'decision')
    op.drop_table('body_member')
    op.drop_column('body', 'about')
