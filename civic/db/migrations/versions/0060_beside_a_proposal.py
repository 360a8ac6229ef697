"""A proposal has files and a picture beside it, a place, and the language it is written in."""

import sqlalchemy as sa
from alembic import op

revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None

PICTURED = ('process', 'group', 'meeting', 'option', 'photo')
"""Of what every file has been a picture so far."""


def upgrade() -> None:
    """Add it; what was written so far is in Danish, as its pages have said."""
    op.add_column('upload', sa.Column('is_picture', sa.Boolean(), server_default=sa.false(), nullable=False))
    upload = sa.table('upload', sa.column('kind', sa.String), sa.column('is_picture', sa.Boolean))
    op.execute(upload.update().where(upload.c.kind.in_(PICTURED)).values(is_picture=True))
    with op.batch_alter_table('proposal') as proposal:
        proposal.add_column(sa.Column('language', sa.Text(), server_default='da', nullable=False))
        proposal.add_column(sa.Column('place', sa.Text(), server_default='', nullable=False))
        proposal.add_column(sa.Column('point', sa.Text(), server_default='', nullable=False))
        proposal.create_check_constraint(op.f('ck_proposal_place'), "point = '' OR place <> ''")


def downgrade() -> None:
    """Take it away, with what was said of places and languages, and the files: no room knew them."""
    own = "(SELECT id FROM upload WHERE kind = 'proposal')"
    op.execute("DELETE FROM picture WHERE kind = 'proposal'")
    for table in ('upload_page', 'upload_size'):
        op.execute(f'DELETE FROM {table} WHERE upload_id IN {own}')
    op.execute("DELETE FROM upload WHERE kind = 'proposal'")
    with op.batch_alter_table('proposal') as proposal:
        proposal.drop_constraint(op.f('ck_proposal_place'), type_='check')
        for column in ('point', 'place', 'language'):
            proposal.drop_column(column)
    op.drop_column('upload', 'is_picture')
