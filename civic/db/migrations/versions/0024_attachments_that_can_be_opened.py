"""An attachment of a case may have its file."""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    with op.batch_alter_table('attachment') as table:
        table.add_column(sa.Column('upload_id', sa.Integer(), nullable=True))
        table.create_foreign_key(op.f('fk_attachment_upload_id_upload'), 'upload', ['upload_id'], ['id'])
        table.create_unique_constraint(op.f('uq_attachment_upload_id'), ['upload_id'])


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table('attachment') as table:
        table.drop_constraint(op.f('uq_attachment_upload_id'), type_='unique')
        table.drop_constraint(op.f('fk_attachment_upload_id_upload'), type_='foreignkey')
        table.drop_column('upload_id')
