"""A process, a group, the place of a meeting and an option of a vote may have a picture, in the sizes screens need."""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the pictures, and the sizes of what was handed in."""
    op.create_table(
        'upload_size',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('upload_id', sa.Integer(), nullable=False),
        sa.Column('width', sa.Integer(), nullable=False),
        sa.Column('height', sa.Integer(), nullable=False),
        sa.Column('file_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_upload_size_upload_id')),
        sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_upload_size_file_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_upload_size')),
        sa.UniqueConstraint('upload_id', 'width', name=op.f('uq_upload_size_upload_id_width')),
    )
    op.create_index(op.f('ix_upload_size_file_id'), 'upload_size', ['file_id'])
    op.create_table(
        'picture',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column('alt', sa.Text(), nullable=False),
        sa.Column('upload_id', sa.Integer(), nullable=False),
        sa.CheckConstraint("alt <> ''", name=op.f('ck_picture_alt')),
        sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_picture_upload_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_picture')),
        sa.UniqueConstraint('kind', 'thing_id', name=op.f('uq_picture_kind_thing_id')),
        sa.UniqueConstraint('upload_id', name=op.f('uq_picture_upload_id')),
    )


def downgrade() -> None:
    """Take them away, with the files that were pictures of a thing."""
    op.drop_table('picture')
    op.drop_table('upload_size')
    pictured = "kind IN ('process', 'group', 'meeting', 'option')"
    op.execute(sa.text(f'DELETE FROM upload_page WHERE upload_id IN (SELECT id FROM upload WHERE {pictured})'))
    op.execute(sa.text(f'DELETE FROM upload WHERE {pictured}'))
