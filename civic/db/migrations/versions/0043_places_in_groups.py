"""A group has places, a queue and ways in; whoever is in one has a row of their own, with or without an account."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

OLD = ('open', 'members_only')
WAYS = ('open', 'application', 'invitation', 'lot', 'members_only')
HELD = sa.text('slot IS NOT NULL')


def upgrade() -> None:
    """Make room for them, and give each member of a group a place."""
    with op.batch_alter_table('working_group') as table:
        table.add_column(sa.Column('capacity', sa.Integer()))
        table.add_column(sa.Column('criteria', sa.Text(), server_default='', nullable=False))
        table.add_column(sa.Column('questions', sa.Text(), server_default='', nullable=False))
        table.drop_constraint(op.f('ck_working_group_admission_admission'), type_='check')
        table.create_check_constraint(op.f('ck_working_group_admission_admission'), sa.column('admission').in_(WAYS))
        table.create_check_constraint(op.f('ck_working_group_capacity'), 'capacity IS NULL OR capacity > 0')
    table = op.create_table(
        'participant',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer()),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('email', sa.Text(), nullable=False),
        sa.Column('language', sa.Text(), nullable=False),
        sa.Column('token', sa.Text(), nullable=False),
        sa.Column('slot', sa.Integer()),
        sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('confirmed_at', sa.DateTime(timezone=True)),
        sa.Column('left_at', sa.DateTime(timezone=True)),
        sa.Column('interpreter', sa.Text(), nullable=False),
        sa.Column('needs_step_free', sa.Boolean(), nullable=False),
        sa.Column('needs_loop', sa.Boolean(), nullable=False),
        sa.Column('needs_child_care', sa.Boolean(), nullable=False),
        sa.Column('needs_other', sa.Text(), nullable=False),
        sa.Column('application', sa.Text(), nullable=False),
        sa.Column('is_invited', sa.Boolean(), nullable=False),
        sa.Column('is_admitted', sa.Boolean(), nullable=False),
        sa.Column('declined_because', sa.Text(), nullable=False),
        sa.CheckConstraint('slot IS NULL OR slot > 0', name=op.f('ck_participant_slot')),
        sa.CheckConstraint(
            'slot IS NULL OR (left_at IS NULL AND confirmed_at IS NOT NULL AND is_admitted)',
            name=op.f('ck_participant_slot_held'),
        ),
        sa.CheckConstraint("declined_because = '' OR NOT is_admitted", name=op.f('ck_participant_declined')),
        sa.ForeignKeyConstraint(['group_id'], ['working_group.id'], name=op.f('fk_participant_group_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_participant_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
        sa.UniqueConstraint('token', name=op.f('uq_participant_token')),
    )
    op.create_index(op.f('ix_participant_person_id'), 'participant', ['person_id'])
    op.create_index(op.f('ix_participant_group_id'), 'participant', ['group_id', 'id'])
    for name, columns, condition, is_unique in (
        ('uq_participant_slot', ['group_id', 'slot'], 'slot IS NOT NULL', True),
        ('uq_participant_email', ['group_id', 'email'], "left_at IS NULL AND email <> ''", True),
        ('uq_participant_person_id', ['group_id', 'person_id'], 'left_at IS NULL AND person_id IS NOT NULL', True),
        ('ix_participant_unconfirmed', ['registered_at'], 'confirmed_at IS NULL', False),
    ):
        where = sa.text(condition)
        op.create_index(
            op.f(name), 'participant', columns, unique=is_unique, sqlite_where=where, postgresql_where=where
        )
    _place_members(table)


def downgrade() -> None:
    """Take them away; who is in a group with an account stays in it."""
    op.drop_table('participant')
    op.execute("UPDATE working_group SET admission = 'members_only' WHERE admission NOT IN ('open', 'members_only')")
    with op.batch_alter_table('working_group') as table:
        table.drop_constraint(op.f('ck_working_group_capacity'), type_='check')
        table.drop_constraint(op.f('ck_working_group_admission_admission'), type_='check')
        table.create_check_constraint(op.f('ck_working_group_admission_admission'), sa.column('admission').in_(OLD))
        for name in ('capacity', 'criteria', 'questions'):
            table.drop_column(name)


def _place_members(table: sa.Table) -> None:
    """Give whoever holds the role of a member in a group now a place there, in the order in which they came."""
    found = op.get_bind().execute(sa.text(
        'SELECT r.scope_id, p.id, p.name, p.email, p.language, r.began_at FROM role_assignment r'
        " JOIN person p ON p.id = r.person_id WHERE r.scope = 'group' AND r.role = 'member' AND r.ended_at IS NULL"
        ' ORDER BY r.scope_id, r.id'
    ).columns(began_at=sa.DateTime(timezone=True))).all()  # fmt: skip
    slots: dict[int, int] = {}
    rows = []
    for group_id, person_id, name, email, language, began_at in found:
        slots[group_id] = slots.get(group_id, 0) + 1
        rows.append({
            'group_id': group_id, 'person_id': person_id, 'name': name, 'email': email or '', 'language': language,
            'token': secrets.token_urlsafe(32), 'slot': slots[group_id], 'registered_at': began_at,
            'confirmed_at': began_at, 'interpreter': '', 'needs_step_free': False, 'needs_loop': False,
            'needs_child_care': False, 'needs_other': '', 'application': '', 'is_invited': False, 'is_admitted': True,
            'declined_because': '',
        })  # fmt: skip
    if rows:
        op.bulk_insert(table, rows)
