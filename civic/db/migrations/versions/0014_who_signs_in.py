"""Second factors, proving again who one is, the security log, and roles that take two persons."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make the tables; who is signed in has proved who they are when they signed in."""
    op.create_table(
        'passkey',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('credential', sa.Text(), nullable=False),
        sa.Column('public_key', sa.LargeBinary(), nullable=False),
        sa.Column('sign_count', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('created_at', Instant(), nullable=False),
        sa.Column('used_at', Instant()),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_passkey_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
        sa.UniqueConstraint('credential', name=op.f('uq_passkey_credential'))
    )
    op.create_index(op.f('ix_passkey_person_id'), 'passkey', ['person_id'])

    op.create_table(
        'recovery_code',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('code_hash', sa.Text(), nullable=False),
        sa.Column('used_at', Instant()),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recovery_code_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
        sa.UniqueConstraint('code_hash', name=op.f('uq_recovery_code_code_hash'))
    )
    op.create_index(op.f('ix_recovery_code_person_id'), 'recovery_code', ['person_id'])

    op.create_table(
        'security_event',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('kind', _enum('securitykind', 'wrong_password', 'wrong_code', 'too_many_tries', 'signed_in', 'recovery_code_used', 'password_changed', 'factor_added', 'factor_removed', 'sessions_ended', 'role_given', 'role_ended', 'account_closed'), nullable=False),
        sa.Column('person_id', sa.Integer()),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_security_event_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_security_event'))
    )
    op.create_index(op.f('ix_security_event_at'), 'security_event', ['at'])
    op.create_index(op.f('ix_security_event_person_id'), 'security_event', ['person_id'])

    op.create_table(
        'role_request',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('role', _enum('role', 'admin', 'case_officer', 'facilitator', 'chair', 'secretary', 'member'), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.Column('asked_by_id', sa.Integer(), nullable=False),
        sa.Column('asked_at', Instant(), nullable=False),
        sa.Column('decided_by_id', sa.Integer()),
        sa.Column('decided_at', Instant()),
        sa.Column('is_given', sa.Boolean(), nullable=False),
        sa.CheckConstraint('decided_by_id IS NULL OR (decided_by_id <> asked_by_id AND decided_by_id <> person_id)', name=op.f('ck_role_request_two_persons')),
        sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_role_request_asked_by_id')),
        sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_role_request_body_id')),
        sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_role_request_decided_by_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_role_request_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_role_request'))
    )
    op.create_index(op.f('ix_role_request_asked_by_id'), 'role_request', ['asked_by_id'])
    op.create_index(op.f('ix_role_request_body_id'), 'role_request', ['body_id'])
    op.create_index(op.f('ix_role_request_decided_by_id'), 'role_request', ['decided_by_id'])
    op.create_index(op.f('ix_role_request_person_id'), 'role_request', ['person_id'])
    with op.batch_alter_table('person') as table:
        table.add_column(sa.Column('app_nonce', sa.Text(), nullable=False, server_default=''))
        table.add_column(sa.Column('app_step', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('sign_in_session') as table:
        table.add_column(sa.Column('proved_at', Instant()))
        table.add_column(sa.Column('is_half', sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column('has_second', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute('UPDATE sign_in_session SET proved_at = created_at')
    with op.batch_alter_table('sign_in_session') as table:
        table.alter_column('proved_at', existing_type=Instant(), nullable=False)


def downgrade() -> None:
    """Forget them."""
    with op.batch_alter_table('sign_in_session') as table:
        for column in ('proved_at', 'is_half', 'has_second'):
            table.drop_column(column)
    with op.batch_alter_table('person') as table:
        for column in ('app_nonce', 'app_step'):
            table.drop_column(column)
    for name in ('role_request', 'security_event', 'recovery_code', 'passkey'):
        op.drop_table(name)
