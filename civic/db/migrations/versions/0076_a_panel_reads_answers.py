"""A small panel reads some of a hearing's answers and says whether each speaks to the remark."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0076'
down_revision = '0075'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        'answer_panel',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('hearing_id', sa.Integer(), nullable=False),
        sa.Column('draw_id', sa.Integer(), nullable=True),
        sa.Column('seed', sa.Text(), nullable=False),
        sa.Column('pool', sa.Integer(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('opened_at', Instant(), nullable=False),
        sa.Column('closes_at', Instant(), nullable=False),
        sa.CheckConstraint('size >= 1', name=op.f('ck_answer_panel_size')),
        sa.CheckConstraint('opened_at < closes_at', name=op.f('ck_answer_panel_time')),
        sa.ForeignKeyConstraint(['hearing_id'], ['hearing.id'], name=op.f('fk_answer_panel_hearing_id_hearing')),
        sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name=op.f('fk_answer_panel_draw_id_draw')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_panel')),
        sa.UniqueConstraint('hearing_id', name=op.f('uq_answer_panel_hearing_id')),
    )
    op.create_index('ix_answer_panel_draw_id', 'answer_panel', ['draw_id'])
    op.create_table(
        'panel_remark',
        sa.Column('panel_id', sa.Integer(), nullable=False),
        sa.Column('remark_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['panel_id'], ['answer_panel.id'], name=op.f('fk_panel_remark_panel_id_answer_panel')),
        sa.ForeignKeyConstraint(['remark_id'], ['remark.id'], name=op.f('fk_panel_remark_remark_id_remark')),
        sa.PrimaryKeyConstraint('panel_id', 'remark_id', name=op.f('pk_panel_remark')),
        sa.UniqueConstraint('panel_id', 'position', name=op.f('uq_panel_remark_panel_id_position')),
    )
    op.create_table(
        'panel_reader',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('panel_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('email', sa.Text(), nullable=False),
        sa.Column('token_hash', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['panel_id'], ['answer_panel.id'], name=op.f('fk_panel_reader_panel_id_answer_panel')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_reader')),
        sa.UniqueConstraint('panel_id', 'number', name=op.f('uq_panel_reader_panel_id_number')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_panel_reader_token_hash')),
    )
    op.create_table(
        'panel_reading',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('reader_id', sa.Integer(), nullable=False),
        sa.Column('remark_id', sa.Integer(), nullable=False),
        sa.Column('meets', sa.String(length=40), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.CheckConstraint("meets IN ('yes', 'partly', 'no')", name=op.f('ck_panel_reading_meets_meets')),
        sa.ForeignKeyConstraint(
            ['reader_id'], ['panel_reader.id'], name=op.f('fk_panel_reading_reader_id_panel_reader')
        ),
        sa.ForeignKeyConstraint(['remark_id'], ['remark.id'], name=op.f('fk_panel_reading_remark_id_remark')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_reading')),
        sa.UniqueConstraint('reader_id', 'remark_id', name=op.f('uq_panel_reading_reader_id_remark_id')),
    )
    op.create_index('ix_panel_reading_remark_id', 'panel_reading', ['remark_id'])


def downgrade() -> None:
    """Take it away, with what panels found."""
    op.drop_table('panel_reading')
    op.drop_table('panel_reader')
    op.drop_table('panel_remark')
    op.drop_table('answer_panel')
