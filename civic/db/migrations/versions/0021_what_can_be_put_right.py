"""What staff entered can be put right; each time that a body has a case is a row; comments and sections are taken back.

A body that has put a case off gets the row for its next decision.
"""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

STATES = ('held', 'published', 'hidden')


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        'correction',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column('part', sa.Text(), nullable=False),
        sa.Column('part_id', sa.Integer(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('field', sa.Text(), nullable=False),
        sa.Column('before', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('by_id', sa.Integer()),
        sa.Column('blotted_at', Instant()),
        sa.Column('blotted_because', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_correction_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_correction')),
    )
    op.create_index(op.f('ix_correction_by_id'), 'correction', ['by_id'])
    op.create_index(op.f('ix_correction_kind_thing_id'), 'correction', ['kind', 'thing_id', 'id'])
    op.add_column('process', sa.Column('contact_phone', sa.Text(), nullable=False, server_default=''))
    op.add_column('appointment', sa.Column('ended_because', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('decision') as table:
        table.add_column(sa.Column('sitting', sa.Integer(), nullable=False, server_default='1'))
        table.drop_constraint(op.f('uq_decision_case_id_position'), type_='unique')
        table.create_unique_constraint(op.f('uq_decision_case_id_position_sitting'), ['case_id', 'position', 'sitting'])
    op.execute(
        'INSERT INTO decision (process_id, case_id, body_id, position, sitting, subject, state, wording,'
        ' is_not_stated, votes_as_written, out_of_turn)'
        " SELECT process_id, case_id, body_id, position, 2, subject, 'pending', '', false, '', '' FROM decision"
        " WHERE state = 'postponed' AND case_id IS NOT NULL"
    )
    with op.batch_alter_table('comment') as table:
        table.add_column(sa.Column('edited_at', Instant()))
        table.drop_constraint(op.f('ck_comment_state_commentstate'), type_='check')
        table.create_check_constraint(
            op.f('ck_comment_state_commentstate'), sa.column('state').in_((*STATES, 'deleted'))
        )
    op.execute(  # what a downgrade left
        "UPDATE comment SET state = 'deleted', text = '' WHERE state = 'hidden' AND text = '[slettet]'"
    )
    with op.batch_alter_table('section') as table:
        table.add_column(sa.Column('taken_out_by_id', sa.Integer()))
        table.add_column(sa.Column('taken_out_at', Instant()))
        table.create_foreign_key(op.f('fk_section_taken_out_by_id'), 'person', ['taken_out_by_id'], ['id'])
    op.create_index(op.f('ix_section_taken_out_by_id'), 'section', ['taken_out_by_id'])


def downgrade() -> None:
    """Take it away: what stood before is forgotten, deleted comments are hidden."""
    op.drop_index(op.f('ix_section_taken_out_by_id'), 'section')
    with op.batch_alter_table('section') as table:
        table.drop_constraint(op.f('fk_section_taken_out_by_id'), type_='foreignkey')
        table.drop_column('taken_out_by_id')
        table.drop_column('taken_out_at')
    op.execute("UPDATE comment SET state = 'hidden', text = '[slettet]' WHERE state = 'deleted'")
    with op.batch_alter_table('comment') as table:
        table.drop_column('edited_at')
        table.drop_constraint(op.f('ck_comment_state_commentstate'), type_='check')
        table.create_check_constraint(op.f('ck_comment_state_commentstate'), sa.column('state').in_(STATES))
    op.execute('DELETE FROM tally_line WHERE tally_id IN (SELECT tally.id FROM tally JOIN decision'
               ' ON decision.id = tally.decision_id WHERE decision.sitting > 1)')
    op.execute('DELETE FROM tally WHERE decision_id IN (SELECT id FROM decision WHERE sitting > 1)')
    op.execute('DELETE FROM decision WHERE sitting > 1')
    with op.batch_alter_table('decision') as table:
        table.drop_constraint(op.f('uq_decision_case_id_position_sitting'), type_='unique')
        table.create_unique_constraint(op.f('uq_decision_case_id_position'), ['case_id', 'position'])
        table.drop_column('sitting')
    with op.batch_alter_table('appointment') as table:
        table.drop_column('ended_because')
    with op.batch_alter_table('process') as table:
        table.drop_column('contact_phone')
    op.drop_table('correction')
