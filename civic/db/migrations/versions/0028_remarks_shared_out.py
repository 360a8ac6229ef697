"""Remarks are shared out with a day, answers are read by a second officer, and sentences stand ready for them."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        'phrase',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('made_at', Instant(), nullable=False),
        sa.Column('made_by_id', sa.Integer(), nullable=True),
        sa.Column('ended_at', Instant(), nullable=True),
        sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_phrase_made_by_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_phrase')),
    )
    op.create_index('ix_phrase_made_by_id', 'phrase', ['made_by_id'])
    in_use = sa.text('ended_at IS NULL')
    op.create_index('ix_phrase_in_use', 'phrase', ['id'], sqlite_where=in_use, postgresql_where=in_use)
    op.create_table(
        'answer_phrase',
        sa.Column('answer_id', sa.Integer(), nullable=False),
        sa.Column('phrase_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_answer_phrase_answer_id_answer')),
        sa.ForeignKeyConstraint(['phrase_id'], ['phrase.id'], name=op.f('fk_answer_phrase_phrase_id_phrase')),
        sa.PrimaryKeyConstraint('answer_id', 'phrase_id', name=op.f('pk_answer_phrase')),
    )
    op.create_index('ix_answer_phrase_phrase_id', 'answer_phrase', ['phrase_id'])
    with op.batch_alter_table('answer') as table:
        table.add_column(sa.Column('read_at', Instant(), nullable=True))
        table.add_column(sa.Column('read_by_id', sa.Integer(), nullable=True))
        table.add_column(sa.Column('taken_from_id', sa.Integer(), nullable=True))
        table.create_foreign_key(op.f('fk_answer_read_by_id_person'), 'person', ['read_by_id'], ['id'])
        table.create_foreign_key(op.f('fk_answer_taken_from_id_answer'), 'answer', ['taken_from_id'], ['id'])
        table.create_index('ix_answer_read_by_id', ['read_by_id'])
        table.create_index('ix_answer_taken_from_id', ['taken_from_id'])
    with op.batch_alter_table('remark') as table:
        table.add_column(sa.Column('due_on', sa.Date(), nullable=True))
        table.add_column(sa.Column('reminded_at', Instant(), nullable=True))
    to_remind = sa.text('due_on IS NOT NULL AND reminded_at IS NULL')
    op.create_index(
        'ix_remark_to_remind', 'remark', ['due_on', 'id'], sqlite_where=to_remind, postgresql_where=to_remind
    )
    op.create_table(
        'sent_on',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column('to_id', sa.Integer(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['to_id'], ['person.id'], name=op.f('fk_sent_on_to_id_person')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_sent_on_by_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sent_on')),
        sa.UniqueConstraint('kind', 'thing_id', name=op.f('uq_sent_on_kind_thing_id')),
    )
    op.create_index('ix_sent_on_to_id', 'sent_on', ['to_id'])
    op.create_index('ix_sent_on_by_id', 'sent_on', ['by_id'])
    op.drop_index('ix_remark_section_section_text_id', 'remark_section')
    op.create_index('ix_remark_section_section_text_id', 'remark_section', ['section_text_id', 'remark_id'])
    op.add_column('organisation', sa.Column('reads_twice', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take them away."""
    op.drop_table('sent_on')
    op.drop_column('organisation', 'reads_twice')
    op.drop_index('ix_remark_section_section_text_id', 'remark_section')
    op.create_index('ix_remark_section_section_text_id', 'remark_section', ['section_text_id'])
    op.drop_index('ix_remark_to_remind', 'remark')
    with op.batch_alter_table('remark') as table:
        table.drop_column('reminded_at')
        table.drop_column('due_on')
    with op.batch_alter_table('answer') as table:
        table.drop_index('ix_answer_taken_from_id')
        table.drop_index('ix_answer_read_by_id')
        table.drop_constraint(op.f('fk_answer_taken_from_id_answer'), type_='foreignkey')
        table.drop_constraint(op.f('fk_answer_read_by_id_person'), type_='foreignkey')
        table.drop_column('taken_from_id')
        table.drop_column('read_by_id')
        table.drop_column('read_at')
    op.drop_table('answer_phrase')
    op.drop_table('phrase')
