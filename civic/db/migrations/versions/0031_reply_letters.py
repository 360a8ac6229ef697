"""Reply letters are made of the municipality's own Word template."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None
BEFORE = "what IN ('report', 'note', 'white_book', 'dossier')"
AFTER = "what IN ('report', 'note', 'white_book', 'dossier', 'letters')"


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        'letter_template',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('file_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('fields', sa.JSON(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('due_at', Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('unread', 'read', 'unreadable')", name=op.f('ck_letter_template_state_templatestate')
        ),
        sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_letter_template_file_id_stored_file')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_letter_template_by_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_template')),
    )
    op.create_index('ix_letter_template_file_id', 'letter_template', ['file_id'])
    op.create_index('ix_letter_template_by_id', 'letter_template', ['by_id'])
    unread = sa.text("state IN ('unread')")
    op.create_index(
        'ix_letter_template_to_read', 'letter_template', ['id'], sqlite_where=unread, postgresql_where=unread
    )
    with op.batch_alter_table('rendition') as table:
        table.drop_constraint(op.f('ck_rendition_what_what'), type_='check')
        table.create_check_constraint(op.f('ck_rendition_what_what'), AFTER)


def downgrade() -> None:
    """Take them away."""
    op.execute(sa.text("DELETE FROM rendition WHERE what = 'letters'"))
    with op.batch_alter_table('rendition') as table:
        table.drop_constraint(op.f('ck_rendition_what_what'), type_='check')
        table.create_check_constraint(op.f('ck_rendition_what_what'), BEFORE)
    op.drop_table('letter_template')
