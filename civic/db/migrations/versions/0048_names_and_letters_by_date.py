"""Names of bodies before, whether just their years are known, and which party a letter stood for."""

import sqlalchemy as sa
from alembic import op

revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    with op.batch_alter_table('body') as batch:
        batch.add_column(sa.Column('by_year', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        'body_name',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('valid_from', sa.Date()),
        sa.Column('valid_to', sa.Date(), nullable=False),
        sa.Column('by_year', sa.Boolean(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_body_name_name')),
        sa.CheckConstraint('valid_from IS NULL OR valid_from <= valid_to', name=op.f('ck_body_name_days')),
        sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_body_name_body_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_body_name')),
        sa.UniqueConstraint('body_id', 'valid_to', name=op.f('uq_body_name_body_id_valid_to')),
    )
    op.create_table(
        'party_letter',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('letter', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('valid_from', sa.Date(), nullable=False),
        sa.Column('valid_to', sa.Date()),
        sa.CheckConstraint("letter <> '' AND name <> ''", name=op.f('ck_party_letter_named')),
        sa.CheckConstraint('valid_to IS NULL OR valid_from <= valid_to', name=op.f('ck_party_letter_days')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_party_letter_organisation_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_party_letter')),
        sa.UniqueConstraint(
            'organisation_id', 'letter', 'valid_from', name=op.f('uq_party_letter_organisation_id_letter_valid_from')
        ),
    )


def downgrade() -> None:
    """Take them away, with what was corrected in them."""
    op.execute("DELETE FROM correction WHERE part IN ('body_name', 'party_letter') OR field = 'by_year'")
    op.drop_table('party_letter')
    op.drop_table('body_name')
    with op.batch_alter_table('body') as batch:
        batch.drop_column('by_year')
