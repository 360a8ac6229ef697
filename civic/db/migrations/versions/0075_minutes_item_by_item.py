"""A body's minutes have items that are no case here, each published by itself."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0075'
down_revision = '0074'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        'sitting_item',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.Column('held_on', sa.Date(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('is_closed', sa.Boolean(), nullable=False),
        sa.Column('neutral_title', sa.Text(), nullable=False),
        sa.Column('closed_because', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('published_at', Instant(), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'published')", name=op.f('ck_sitting_item_state_itemstate')),
        sa.CheckConstraint('number >= 1', name=op.f('ck_sitting_item_number')),
        sa.CheckConstraint("title <> ''", name=op.f('ck_sitting_item_title')),
        sa.CheckConstraint(
            "NOT is_closed OR (neutral_title <> '' AND closed_because <> '')", name=op.f('ck_sitting_item_closed')
        ),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f('ck_sitting_item_published')
        ),
        sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_sitting_item_body_id_body')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting_item')),
        sa.UniqueConstraint('body_id', 'held_on', 'number', name=op.f('uq_sitting_item_body_id_held_on_number')),
    )


def downgrade() -> None:
    """Take them away; what the minutes said goes with them."""
    op.execute("DELETE FROM correction WHERE part = 'sitting_item'")
    op.drop_table('sitting_item')
