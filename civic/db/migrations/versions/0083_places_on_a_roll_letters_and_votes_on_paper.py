"""Places on a roll, letters with codes, votes on paper, and changes by two persons."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0083'
down_revision = '0082'
branch_labels = None
depends_on = None
BEFORE = (
    "what IN ('report', 'note', 'white_book', 'dossier', 'letters', 'copy', 'grant_letter', 'grant_report')"
)
AFTER = (
    "what IN ('report', 'note', 'white_book', 'dossier', 'letters', 'copy', 'grant_letter', 'grant_report', "
    "'vote_letters')"
)
PROOFS = "('account', 'code', 'list')"


def upgrade() -> None:
    """Make room for it."""
    with op.batch_alter_table('rendition') as table:
        table.drop_constraint(op.f('ck_rendition_what_what'), type_='check')
        table.create_check_constraint(op.f('ck_rendition_what_what'), AFTER)
    op.create_table(
        'household',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ballot_id', sa.Integer(), nullable=False),
        sa.Column('address', sa.Text(), nullable=False),
        sa.Column('area', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_household_ballot_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_household')),
        sa.UniqueConstraint('ballot_id', 'address', name=op.f('uq_household_ballot_id_address')),
    )
    _put_stations()
    _put_adults()
    with op.batch_alter_table('roll_entry') as table:
        table.drop_constraint(op.f('uq_roll_entry_ballot_id_person_id'), type_='unique')
        table.alter_column('person_id', existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column('household_id', sa.Integer(), nullable=True))
        table.add_column(sa.Column('slot', sa.Integer(), server_default='0', nullable=False))
        for name in ('name', 'address', 'area'):
            table.add_column(sa.Column(name, sa.Text(), server_default='', nullable=False))
        table.add_column(sa.Column('letter', sa.Integer(), server_default='0', nullable=False))
        table.add_column(sa.Column('code_hash', sa.Text(), nullable=True))
        table.add_column(sa.Column('letter_at', Instant(), nullable=True))
        table.create_foreign_key(op.f('fk_roll_entry_household_id'), 'household', ['household_id'], ['id'])
        table.create_unique_constraint(
            op.f('uq_roll_entry_ballot_id_person_id_slot'), ['ballot_id', 'person_id', 'slot']
        )
        table.create_unique_constraint(op.f('uq_roll_entry_household_id_slot'), ['household_id', 'slot'])
        table.create_unique_constraint(op.f('uq_roll_entry_code_hash'), ['code_hash'])
        table.create_check_constraint(
            op.f('ck_roll_entry_slot'), '(household_id IS NULL) = (slot = 0) AND slot BETWEEN 0 AND 2'
        )
        table.create_check_constraint(
            op.f('ck_roll_entry_whose'), "person_id IS NOT NULL OR household_id IS NOT NULL OR name <> ''"
        )
    with op.batch_alter_table('vote') as table:
        table.alter_column('lines', existing_type=sa.Text(), nullable=True)
        table.alter_column('receipt', existing_type=sa.Text(), nullable=True)
        table.add_column(sa.Column('proof', sa.String(40), server_default='account', nullable=False))
        table.add_column(sa.Column('was', sa.String(40), nullable=True))
        table.add_column(sa.Column('station_id', sa.Integer(), nullable=True))
        table.add_column(sa.Column('is_assisted', sa.Boolean(), server_default=sa.false(), nullable=False))
        table.create_foreign_key(op.f('fk_vote_station_id'), 'station', ['station_id'], ['id'])
        table.create_check_constraint(op.f('ck_vote_proof_proof'), f'proof IN {PROOFS}')
        table.create_check_constraint(op.f('ck_vote_was_proof'), f'was IN {PROOFS}')
        table.create_check_constraint(
            op.f('ck_vote_cast'), "proof = 'list' OR (lines IS NOT NULL AND receipt IS NOT NULL)"
        )
        table.create_check_constraint(op.f('ck_vote_station'), "(proof = 'list') = (station_id IS NOT NULL)")
        table.create_check_constraint(op.f('ck_vote_was'), "(was IS NULL) OR (proof = 'list' AND was <> 'list')")
    op.create_index(op.f('ix_vote_station_id'), 'vote', ['station_id'])
    _put_changes()


def _put_stations() -> None:
    op.create_table(
        'station',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ballot_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_station_ballot_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_station')),
        sa.UniqueConstraint('ballot_id', 'name', name=op.f('uq_station_ballot_id_name')),
    )
    op.create_table(
        'shift',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('station_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('starts_at', Instant(), nullable=False),
        sa.Column('ends_at', Instant(), nullable=False),
        sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_shift_hours')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_shift_person_id')),
        sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_shift_station_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_shift')),
        sa.UniqueConstraint(
            'station_id', 'person_id', 'starts_at', name=op.f('uq_shift_station_id_person_id_starts_at')
        ),
    )
    op.create_index(op.f('ix_shift_person_id'), 'shift', ['person_id'])
    op.create_table(
        'count_sheet',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('station_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('counted_at', Instant(), nullable=False),
        sa.Column('ballots', sa.JSON(), nullable=False),
        sa.Column('void', sa.Integer(), nullable=False),
        sa.Column('earlier', sa.JSON(), nullable=False),
        sa.CheckConstraint('number IN (1, 2)', name=op.f('ck_count_sheet_number')),
        sa.CheckConstraint('void >= 0', name=op.f('ck_count_sheet_void')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_count_sheet_person_id')),
        sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_count_sheet_station_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_count_sheet')),
        sa.UniqueConstraint('station_id', 'number', name=op.f('uq_count_sheet_station_id_number')),
        sa.UniqueConstraint('station_id', 'person_id', name=op.f('uq_count_sheet_station_id_person_id')),
    )
    op.create_index(op.f('ix_count_sheet_person_id'), 'count_sheet', ['person_id'])


def _put_adults() -> None:
    op.create_table(
        'household_adult',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ballot_id', sa.Integer(), nullable=False),
        sa.Column('household_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_household_adult_ballot_id')),
        sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_household_adult_household_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_household_adult_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_household_adult')),
        sa.UniqueConstraint('ballot_id', 'person_id', name=op.f('uq_household_adult_ballot_id_person_id')),
    )
    op.create_index(op.f('ix_household_adult_household_id'), 'household_adult', ['household_id'])
    op.create_index(op.f('ix_household_adult_person_id'), 'household_adult', ['person_id'])
    op.create_table(
        'household_objection',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('household_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('raised_at', Instant(), nullable=False),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.Column('answered_by_id', sa.Integer(), nullable=True),
        sa.Column('answered_at', Instant(), nullable=True),
        sa.CheckConstraint(
            '(answered_at IS NULL) = (answered_by_id IS NULL)', name=op.f('ck_household_objection_answered')
        ),
        sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_household_objection_answered_by_id')),
        sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_household_objection_household_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_household_objection_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_household_objection')),
        sa.UniqueConstraint('household_id', 'person_id', name=op.f('uq_household_objection_household_id_person_id')),
    )
    op.create_index(op.f('ix_household_objection_answered_by_id'), 'household_objection', ['answered_by_id'])
    op.create_index(op.f('ix_household_objection_person_id'), 'household_objection', ['person_id'])


def _put_changes() -> None:
    op.create_table(
        'ballot_change',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ballot_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('last_day', sa.Date(), nullable=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('address', sa.Text(), nullable=False),
        sa.Column('entry_id', sa.Integer(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('asked_by_id', sa.Integer(), nullable=False),
        sa.Column('asked_at', Instant(), nullable=False),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('decided_at', Instant(), nullable=True),
        sa.Column('frozen_sha256', sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('later', 'put_on', 'taken_off', 'freed')", name=op.f('ck_ballot_change_kind_changing')
        ),
        sa.CheckConstraint("(kind = 'later') = (last_day IS NOT NULL)", name=op.f('ck_ballot_change_day')),
        sa.CheckConstraint(
            "(kind = 'put_on') = (person_id IS NOT NULL OR address <> '')", name=op.f('ck_ballot_change_whom')
        ),
        sa.CheckConstraint('(decided_at IS NULL) = (decided_by_id IS NULL)', name=op.f('ck_ballot_change_settled')),
        sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> asked_by_id', name=op.f('ck_ballot_change_two')),
        sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_ballot_change_decided_by_id')),
        sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_ballot_change_asked_by_id')),
        sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_ballot_change_ballot_id')),
        sa.ForeignKeyConstraint(
            ['entry_id'], ['roll_entry.id'], name=op.f('fk_ballot_change_entry_id'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ballot_change_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ballot_change')),
    )
    for name in ('decided_by_id', 'asked_by_id', 'ballot_id', 'person_id'):
        op.create_index(op.f(f'ix_ballot_change_{name}'), 'ballot_change', [name])


def downgrade() -> None:
    """Take it away, with every place, vote and mark that the room before had no place for."""
    for table in ('ballot_change', 'household_objection', 'household_adult', 'count_sheet', 'shift'):
        op.drop_table(table)
    op.execute(sa.text("DELETE FROM vote WHERE proof = 'list'"))
    op.execute(
        sa.text(
            'DELETE FROM vote WHERE entry_id IN (SELECT id FROM roll_entry WHERE person_id IS NULL OR slot = 2)'
        )
    )
    op.execute(sa.text('DELETE FROM roll_entry WHERE person_id IS NULL OR slot = 2'))
    op.drop_index(op.f('ix_vote_station_id'), 'vote')
    with op.batch_alter_table('vote') as table:
        for name in ('cast', 'station', 'was', 'proof_proof', 'was_proof'):
            table.drop_constraint(op.f(f'ck_vote_{name}'), type_='check')
        table.drop_constraint(op.f('fk_vote_station_id'), type_='foreignkey')
        for name in ('proof', 'was', 'station_id', 'is_assisted'):
            table.drop_column(name)
        table.alter_column('lines', existing_type=sa.Text(), nullable=False)
        table.alter_column('receipt', existing_type=sa.Text(), nullable=False)
    with op.batch_alter_table('roll_entry') as table:
        for name in ('slot', 'whose'):
            table.drop_constraint(op.f(f'ck_roll_entry_{name}'), type_='check')
        for name in ('ballot_id_person_id_slot', 'household_id_slot', 'code_hash'):
            table.drop_constraint(op.f(f'uq_roll_entry_{name}'), type_='unique')
        table.drop_constraint(op.f('fk_roll_entry_household_id'), type_='foreignkey')
        for name in ('household_id', 'slot', 'name', 'address', 'area', 'letter', 'code_hash', 'letter_at'):
            table.drop_column(name)
        table.alter_column('person_id', existing_type=sa.Integer(), nullable=False)
        table.create_unique_constraint(op.f('uq_roll_entry_ballot_id_person_id'), ['ballot_id', 'person_id'])
    op.drop_table('station')
    op.drop_table('household')
    op.execute(sa.text("DELETE FROM rendition WHERE what = 'vote_letters'"))
    with op.batch_alter_table('rendition') as table:
        table.drop_constraint(op.f('ck_rendition_what_what'), type_='check')
        table.create_check_constraint(op.f('ck_rendition_what_what'), BEFORE)
