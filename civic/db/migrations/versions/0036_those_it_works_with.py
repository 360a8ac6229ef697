"""The municipality works with other organisations, which have units, people and roles of their own.

An office in the municipality becomes a scope of its own: no rule can take a partner's office for it (decision 34).
"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

OLD_PLACES = ('organisation', 'body', 'process', 'group')
PLACES = ('municipality', 'organisation', 'unit', 'body', 'process', 'group')
OLD_ROLES = ('admin', 'case_officer', 'facilitator', 'chair', 'secretary', 'member')
ROLES = (*OLD_ROLES, 'coordinator')
KINDS = (
    'municipality', 'housing_organisation', 'fund', 'foundation', 'state', 'other_municipality', 'association',
    'knowledge_centre', 'other',
)
CAPACITIES = ('partner', 'coordinator', 'funder', 'operator', 'adviser')
OWN = sa.text("kind IN ('municipality')")
HELD = sa.text('ended_at IS NULL')
HOLDING = ('role_assignment', 'role_request')


def upgrade() -> None:
    """Say which organisation is the municipality, and make room for the others."""
    op.add_column('organisation', sa.Column('kind', sa.String(length=40), server_default='other', nullable=False))
    op.add_column('organisation', sa.Column('about', sa.Text(), server_default='', nullable=False))
    op.add_column('organisation', sa.Column('web', sa.Text(), server_default='', nullable=False))
    op.add_column('organisation', sa.Column('is_example', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE organisation SET kind = 'municipality' WHERE id = (SELECT MIN(id) FROM organisation)")
    with op.batch_alter_table('organisation') as table:
        table.alter_column('kind', existing_type=sa.String(length=40), existing_nullable=False, server_default=None)
        table.create_check_constraint(op.f('ck_organisation_kind_organisationkind'), sa.column('kind').in_(KINDS))
    op.create_index(
        op.f('uq_organisation_municipality'), 'organisation', ['kind'], unique=True,
        sqlite_where=OWN, postgresql_where=OWN,
    )
    for name in HOLDING:
        with op.batch_alter_table(name) as table:
            for field in ('scope', 'role'):
                table.drop_constraint(op.f(f'ck_{name}_{field}_{field}'), type_='check')
        op.execute(f"UPDATE {name} SET scope = 'municipality' WHERE scope = 'organisation'")
        with op.batch_alter_table(name) as table:
            table.create_check_constraint(op.f(f'ck_{name}_scope_scope'), sa.column('scope').in_(PLACES))
            table.create_check_constraint(op.f(f'ck_{name}_role_role'), sa.column('role').in_(ROLES))
    op.create_table(
        'unit',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('email', sa.Text(), nullable=False),
        sa.Column('phone', sa.Text(), nullable=False),
        sa.Column('contact_name', sa.Text(), nullable=False),
        sa.Column('consented_on', sa.Date(), nullable=True),
        sa.Column('closed_on', sa.Date(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f('ck_unit_name')),
        sa.CheckConstraint("contact_name = '' OR consented_on IS NOT NULL", name=op.f('ck_unit_consented')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_unit_organisation_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
        sa.UniqueConstraint('organisation_id', 'name', name=op.f('uq_unit_organisation_id_name')),
    )
    op.create_table(
        'share',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('scope', sa.String(length=40), nullable=False),
        sa.Column('scope_id', sa.Integer(), nullable=False),
        sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(sa.column('scope').in_(PLACES), name=op.f('ck_share_scope_scope')),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_share_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_share')),
    )
    op.create_index(op.f('ix_share_unit_id'), 'share', ['unit_id'])
    op.create_index('ix_share_scope_scope_id', 'share', ['scope', 'scope_id'])
    op.create_index(
        'uq_share_held', 'share', ['unit_id', 'scope', 'scope_id'], unique=True,
        sqlite_where=HELD, postgresql_where=HELD,
    )
    op.create_table(
        'participation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('capacity', sa.String(length=40), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.CheckConstraint(sa.column('capacity').in_(CAPACITIES), name=op.f('ck_participation_capacity_capacity')),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_participation_process_id')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_participation_organisation_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_participation')),
        sa.UniqueConstraint(
            'process_id', 'organisation_id', 'capacity', name=op.f('uq_participation_process_id_organisation_id_capacity')
        ),
    )
    op.create_index(op.f('ix_participation_organisation_id'), 'participation', ['organisation_id'])


def downgrade() -> None:
    """Take them away; the offices that partners gave are forgotten, their processes become the municipality's."""
    op.drop_table('participation')
    op.drop_table('share')
    for name in HOLDING:
        op.execute(f"DELETE FROM {name} WHERE scope IN ('organisation', 'unit') OR role = 'coordinator'")
        with op.batch_alter_table(name) as table:
            for field in ('scope', 'role'):
                table.drop_constraint(op.f(f'ck_{name}_{field}_{field}'), type_='check')
        op.execute(f"UPDATE {name} SET scope = 'organisation' WHERE scope = 'municipality'")
        with op.batch_alter_table(name) as table:
            table.create_check_constraint(op.f(f'ck_{name}_scope_scope'), sa.column('scope').in_(OLD_PLACES))
            table.create_check_constraint(op.f(f'ck_{name}_role_role'), sa.column('role').in_(OLD_ROLES))
    op.drop_table('unit')
    own = "(SELECT id FROM organisation WHERE kind = 'municipality')"
    for name in ('process', 'body'):
        op.execute(f'UPDATE {name} SET organisation_id = {own}')
    op.execute("DELETE FROM organisation WHERE kind <> 'municipality'")
    op.drop_index(op.f('uq_organisation_municipality'), 'organisation')
    with op.batch_alter_table('organisation') as table:
        table.drop_constraint(op.f('ck_organisation_kind_organisationkind'), type_='check')
    for column in ('is_example', 'web', 'about', 'kind'):
        op.drop_column('organisation', column)
