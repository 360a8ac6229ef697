"""A process is copied as a site of its own; how many pages of it are written is said while it is made."""

import sqlalchemy as sa
from alembic import op

revision = '0074'
down_revision = '0073'
branch_labels = None
depends_on = None
BEFORE = "what IN ('report', 'note', 'white_book', 'dossier', 'letters')"
AFTER = "what IN ('report', 'note', 'white_book', 'dossier', 'letters', 'copy')"


def upgrade() -> None:
    """Make room for it."""
    with op.batch_alter_table('rendition') as table:
        table.add_column(sa.Column('pages', sa.Integer(), server_default='0', nullable=False))
        table.add_column(sa.Column('is_too_large', sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column('audited', sa.Integer(), server_default='0', nullable=False))
        table.drop_constraint(op.f('ck_rendition_what_what'), type_='check')
        table.create_check_constraint(op.f('ck_rendition_what_what'), AFTER)


def downgrade() -> None:
    """Take it away, and the copies with it: they are made again when somebody asks for them."""
    op.execute(sa.text("DELETE FROM rendition WHERE what = 'copy'"))
    with op.batch_alter_table('rendition') as table:
        table.drop_constraint(op.f('ck_rendition_what_what'), type_='check')
        table.create_check_constraint(op.f('ck_rendition_what_what'), BEFORE)
        table.drop_column('is_too_large')
        table.drop_column('audited')
        table.drop_column('pages')
