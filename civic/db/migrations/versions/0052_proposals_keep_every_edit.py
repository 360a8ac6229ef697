"""Proposals keep every saved edit: what stands there now is the first that is known."""

import sqlalchemy as sa
from alembic import op

revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each proposal its first edit."""
    with op.batch_alter_table('proposal') as table:
        table.add_column(sa.Column('edit', sa.Integer(), server_default='0', nullable=False))
    op.execute(
        'INSERT INTO text_edit (kind, thing_id, edit, heading, text, person_id, at) '
        "SELECT 'proposal', id, 1, title, text, author_id, written_at FROM proposal"
    )
    op.execute('UPDATE proposal SET edit = 1')


def downgrade() -> None:
    """Take the edits away; the last one stands in the proposal."""
    op.execute("DELETE FROM text_edit WHERE kind = 'proposal'")
    op.execute("DELETE FROM working_copy WHERE kind = 'proposal' OR (kind IN ('process', 'group'))")
    with op.batch_alter_table('proposal') as table:
        table.drop_column('edit')
