"""A council offers to take part from now on; a section taken out goes back to where it stood; who can answer is invited.

An offer stands in a draft, in an answer, and is a remark of a kind of its own.
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

KINDS = ('objection', 'change', 'support', 'question')


def upgrade() -> None:
    """Make room for it."""
    op.add_column('hearing_party', sa.Column('offer', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('response_part') as table:
        table.add_column(sa.Column('is_offer', sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_check_constraint(
            op.f('ck_response_part_offer_stands_alone'),
            'NOT is_offer OR (section_text_id IS NULL AND question_id IS NULL)',
        )
    with op.batch_alter_table('remark') as table:
        table.drop_constraint(op.f('ck_remark_kind_remarkkind'), type_='check')
        table.create_check_constraint(op.f('ck_remark_kind_remarkkind'), sa.column('kind').in_((*KINDS, 'offer')))
    op.create_index(
        op.f('ix_person_begins'), 'person', ['state', 'name'], postgresql_ops={'name': 'text_pattern_ops'}
    )
    op.add_column('section', sa.Column('taken_out_from', sa.Integer()))
    op.add_column('case_file', sa.Column('earlier_decisions', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('rendition') as table:
        table.add_column(sa.Column('language', sa.Text(), nullable=False, server_default='da'))
        table.drop_constraint(op.f('uq_rendition_kind_thing_id_what_format'), type_='unique')
        table.create_unique_constraint(
            op.f('uq_rendition_kind_thing_id_what_format_language'), ['kind', 'thing_id', 'what', 'format', 'language']
        )
    op.execute("UPDATE posting SET invites = false WHERE kind = 'hearing' AND trait = 'parties'")


def downgrade() -> None:
    """Take it away: an offer is support, and stands among the other words."""
    op.execute("UPDATE posting SET invites = true WHERE kind = 'hearing' AND trait = 'parties' AND state = 'open'")
    op.execute("DELETE FROM rendition WHERE language <> 'da'")
    with op.batch_alter_table('rendition') as table:
        table.drop_constraint(op.f('uq_rendition_kind_thing_id_what_format_language'), type_='unique')
        table.create_unique_constraint(
            op.f('uq_rendition_kind_thing_id_what_format'), ['kind', 'thing_id', 'what', 'format']
        )
        table.drop_column('language')
    op.drop_column('case_file', 'earlier_decisions')
    op.drop_column('section', 'taken_out_from')
    op.drop_index(op.f('ix_person_begins'), 'person')
    op.execute("UPDATE remark SET kind = 'support' WHERE kind = 'offer'")
    with op.batch_alter_table('remark') as table:
        table.drop_constraint(op.f('ck_remark_kind_remarkkind'), type_='check')
        table.create_check_constraint(op.f('ck_remark_kind_remarkkind'), sa.column('kind').in_(KINDS))
    with op.batch_alter_table('response_part') as table:
        table.drop_constraint(op.f('ck_response_part_offer_stands_alone'), type_='check')
        table.drop_column('is_offer')
    op.drop_column('hearing_party', 'offer')
