"""A role is ended by two as it is given by two, in a process too; what is asked for waits once.

Of equal requests that wait, the first one stays.
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

PLACES = ('organisation', 'body', 'process', 'group')
SCOPE = sa.Enum(*PLACES, name='scope', native_enum=False, length=40)
OLD = 'decided_by_id IS NULL OR (decided_by_id <> asked_by_id AND decided_by_id <> person_id)'
NEW = (
    'decided_by_id IS NULL OR NOT is_agreed OR'
    ' (decided_by_id <> asked_by_id AND (is_ending OR decided_by_id <> person_id))'
)
WAITING = sa.text('decided_at IS NULL')


def upgrade() -> None:
    """Say where a role is in the words that roles have, and whether it is to end."""
    with op.batch_alter_table('role_request') as table:
        table.add_column(sa.Column('scope', SCOPE, nullable=False, server_default='body'))
        table.add_column(sa.Column('scope_id', sa.Integer(), nullable=False, server_default='0'))
        table.add_column(sa.Column('is_ending', sa.Boolean(), nullable=False, server_default=sa.false()))
        table.alter_column('is_given', new_column_name='is_agreed', existing_type=sa.Boolean(), existing_nullable=False)
    op.execute(
        "UPDATE role_request SET scope = 'organisation', scope_id = (SELECT MIN(id) FROM organisation)"
        ' WHERE body_id IS NULL'
    )
    op.execute('UPDATE role_request SET scope_id = body_id WHERE body_id IS NOT NULL')
    op.execute(
        'DELETE FROM role_request WHERE decided_at IS NULL AND id NOT IN (SELECT MIN(id) FROM role_request'
        ' WHERE decided_at IS NULL GROUP BY person_id, role, scope, scope_id)'
    )
    op.execute(
        'DELETE FROM role_request WHERE decided_at IS NULL AND asked_by_id NOT IN (SELECT person_id FROM role_assignment'
        " WHERE role = 'admin' AND scope = 'organisation' AND ended_at IS NULL)"
    )
    with op.batch_alter_table('role_assignment') as table:
        table.add_column(sa.Column('given_by_id', sa.Integer()))
        table.create_foreign_key(op.f('fk_role_assignment_given_by_id'), 'person', ['given_by_id'], ['id'])
    op.create_index(op.f('ix_role_assignment_given_by_id'), 'role_assignment', ['given_by_id'])
    op.drop_index(op.f('ix_role_request_body_id'), 'role_request')
    with op.batch_alter_table('role_request') as table:
        table.drop_constraint(op.f('fk_role_request_body_id'), type_='foreignkey')
        table.drop_constraint(op.f('ck_role_request_two_persons'), type_='check')
        table.create_check_constraint(op.f('ck_role_request_two_persons'), NEW)
        table.create_check_constraint(op.f('ck_role_request_scope_scope'), sa.column('scope').in_(PLACES))
        table.drop_column('body_id')
    columns = ['person_id', 'role', 'scope', 'scope_id', 'is_ending']
    op.create_index(
        op.f('uq_role_request_waiting'), 'role_request', columns, unique=True,
        sqlite_where=WAITING, postgresql_where=WAITING,
    )


def downgrade() -> None:
    """Take it away; what was asked for in a process, and every end, is forgotten."""
    op.drop_index(op.f('ix_role_assignment_given_by_id'), 'role_assignment')
    with op.batch_alter_table('role_assignment') as table:
        table.drop_constraint(op.f('fk_role_assignment_given_by_id'), type_='foreignkey')
        table.drop_column('given_by_id')
    op.execute(
        "DELETE FROM role_request WHERE is_ending OR scope NOT IN ('organisation', 'body')"
        ' OR decided_by_id = asked_by_id'
    )
    op.drop_index(op.f('uq_role_request_waiting'), 'role_request')
    with op.batch_alter_table('role_request') as table:
        table.add_column(sa.Column('body_id', sa.Integer()))
        table.alter_column('is_agreed', new_column_name='is_given', existing_type=sa.Boolean(), existing_nullable=False)
        table.drop_constraint(op.f('ck_role_request_two_persons'), type_='check')
        table.drop_constraint(op.f('ck_role_request_scope_scope'), type_='check')
        table.drop_column('is_ending')
    op.execute("UPDATE role_request SET body_id = scope_id WHERE scope = 'body'")
    with op.batch_alter_table('role_request') as table:
        table.create_check_constraint(op.f('ck_role_request_two_persons'), OLD)
        table.create_foreign_key(op.f('fk_role_request_body_id'), 'body', ['body_id'], ['id'])
        table.drop_column('scope')
        table.drop_column('scope_id')
    op.create_index(op.f('ix_role_request_body_id'), 'role_request', ['body_id'])
