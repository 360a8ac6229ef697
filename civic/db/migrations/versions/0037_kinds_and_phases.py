"""A kind of process is a record with phases; each phase says what it opens. What there was is of the first kind."""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None

STATES = ('preparing', 'running', 'handed_over', 'closed')
OPENS = ('proposals', 'comments', 'votes', 'joining')
P, C, V, J = OPENS
KINDS = (
    (
        'task_committee', 'Opgaveudvalg', True,
        'Et opgaveudvalg er et midlertidigt udvalg, hvor lokalpolitikere og borgere arbejder sammen om en bestemt opgave.',
        (
            ('Foreslået', 'preparing', ()),
            ('Kommissoriet er godkendt', 'running', (P, C, V, J)),
            ('Medlemmerne er udpeget', 'running', (P, C, V, J)),
            ('Arbejder', 'running', (P, C, V, J)),
            ('Klar til at aflevere', 'running', (C, V)),
            ('Afleveret', 'handed_over', (C,)),
            ('Afsluttet', 'closed', ()),
        ),
    ),
    (
        'citizens_assembly', 'Borgersamling', False,
        'En borgersamling er borgere, der er trukket lod om, og som sammen sætter sig ind i en sag og anbefaler en løsning.',
        (
            ('Forberedes', 'preparing', ()),
            ('Lodtrækning', 'running', (J,)),
            ('Samlingen lærer', 'running', (C,)),
            ('Samlingen drøfter', 'running', (P, C)),
            ('Samlingen anbefaler', 'running', (C, V)),
            ('Afleveret', 'handed_over', (C,)),
            ('Afsluttet', 'closed', ()),
        ),
    ),
    (
        'public_consultation', 'Offentlig inddragelse', False,
        'En offentlig inddragelse er for alle: først idéer, så et udkast, man kan sige sin mening om.',
        (
            ('Forberedes', 'preparing', ()),
            ('Idéer', 'running', (P, C, J)),
            ('Udkast', 'running', (C,)),
            ('Svar behandles', 'running', ()),
            ('Afleveret', 'handed_over', ()),
            ('Afsluttet', 'closed', ()),
        ),
    ),
    (
        'participatory_budget', 'Borgerbudget', False,
        'I et borgerbudget foreslår beboerne, hvad et beløb skal bruges til, og stemmer om det.',
        (
            ('Forberedes', 'preparing', ()),
            ('Forslag', 'running', (P, C, J)),
            ('Forslag vurderes', 'running', (C,)),
            ('Afstemning', 'running', (C, V)),
            ('Afleveret', 'handed_over', (C,)),
            ('Afsluttet', 'closed', ()),
        ),
    ),
    (
        'citizens_initiative', 'Borgerforslag', False,
        'Et borgerforslag sættes på dagsordenen, når nok borgere støtter det. Om det vedtages, afgør politikerne.',
        (
            ('Forberedes', 'preparing', ()),
            ('Støtter samles', 'running', (P, C)),
            ('Støtter tælles', 'running', ()),
            ('Sendt til politisk behandling', 'handed_over', ()),
            ('Afsluttet', 'closed', ()),
        ),
    ),
)
STANDING = {'preparing': 'Foreslået', 'running': 'Arbejder', 'handed_over': 'Afleveret', 'closed': 'Afsluttet'}


def upgrade() -> None:
    """Enter the kinds, and say in which phase each process is."""
    kind = op.create_table(
        'process_kind',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.Text(), nullable=True),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('has_mandate', sa.Boolean(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_process_kind_name')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_process_kind')),
        sa.UniqueConstraint('key', name=op.f('uq_process_kind_key')),
        sa.UniqueConstraint('name', name=op.f('uq_process_kind_name')),
    )
    phase = op.create_table(
        'phase',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        *(sa.Column(f'takes_{one}', sa.Boolean(), nullable=False) for one in OPENS),
        sa.CheckConstraint("name <> ''", name=op.f('ck_phase_name')),
        sa.CheckConstraint(sa.column('state').in_(STATES), name=op.f('ck_phase_state_processstate')),
        sa.ForeignKeyConstraint(['kind_id'], ['process_kind.id'], name=op.f('fk_phase_kind_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_phase')),
        sa.UniqueConstraint('kind_id', 'name', name=op.f('uq_phase_kind_id_name')),
        sa.UniqueConstraint('id', 'kind_id', 'state', name=op.f('uq_phase_id_kind_id_state')),
    )
    connection = op.get_bind()
    for key, name, has_mandate, about, phases in KINDS:
        values = {'key': key, 'name': name, 'about': about, 'has_mandate': has_mandate}
        kind_id = connection.execute(kind.insert().values(values).returning(kind.c.id)).scalar_one()
        op.bulk_insert(phase, [
            {'kind_id': kind_id, 'number': number, 'name': said, 'state': state}
            | {f'takes_{one}': one in opens for one in OPENS}
            for number, (said, state, opens) in enumerate(phases, start=1)
        ])
    op.create_table(
        'phase_entry',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('phase_id', sa.Integer(), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_phase_entry_process_id')),
        sa.ForeignKeyConstraint(['phase_id'], ['phase.id'], name=op.f('fk_phase_entry_phase_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_phase_entry')),
    )
    op.create_index(op.f('ix_phase_entry_process_id'), 'phase_entry', ['process_id'])
    op.create_index(op.f('ix_phase_entry_phase_id'), 'phase_entry', ['phase_id'])
    op.add_column('process', sa.Column('kind_id', sa.Integer(), nullable=True))
    op.add_column('process', sa.Column('phase_id', sa.Integer(), nullable=True))
    first = "(SELECT id FROM process_kind WHERE key = 'task_committee')"
    op.execute(f'UPDATE process SET kind_id = {first}')
    for state, name in STANDING.items():
        there = f"(SELECT id FROM phase WHERE kind_id = {first} AND name = '{name}')"
        op.execute(f"UPDATE process SET phase_id = {there} WHERE state = '{state}'")
    with op.batch_alter_table('process') as table:
        table.drop_constraint(op.f('ck_process_kind_processkind'), type_='check')
        table.drop_column('kind')
        table.alter_column('kind_id', existing_type=sa.Integer(), nullable=False)
        table.alter_column('phase_id', existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(op.f('fk_process_kind_id'), 'process_kind', ['kind_id'], ['id'])
        table.create_foreign_key(
            'fk_process_phase', 'phase', ['phase_id', 'kind_id', 'state'], ['id', 'kind_id', 'state']
        )
    op.create_index(op.f('ix_process_kind_id'), 'process', ['kind_id'])
    op.create_index('ix_process_phase_id', 'process', ['phase_id'])
    op.add_column('posting', sa.Column('while_open', sa.Text(), nullable=True))
    op.add_column('posting', sa.Column('opens', sa.Text(), server_default='', nullable=False))
    op.drop_column('posting', 'while_running')  # in place: a table made anew would lose its triggers


def downgrade() -> None:
    """Take them away; every process becomes an opgaveudvalg."""
    op.add_column(
        'posting', sa.Column('while_running', sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.drop_column('posting', 'while_open')
    op.drop_column('posting', 'opens')
    op.drop_index('ix_process_phase_id', 'process')
    op.drop_index(op.f('ix_process_kind_id'), 'process')
    op.add_column(
        'process', sa.Column('kind', sa.String(length=40), server_default='task_committee', nullable=False)
    )
    with op.batch_alter_table('process') as table:
        table.drop_constraint('fk_process_phase', type_='foreignkey')
        table.drop_constraint(op.f('fk_process_kind_id'), type_='foreignkey')
        table.drop_column('phase_id')
        table.drop_column('kind_id')
        table.alter_column('kind', existing_type=sa.String(length=40), existing_nullable=False, server_default=None)
        table.create_check_constraint(op.f('ck_process_kind_processkind'), sa.column('kind').in_(['task_committee']))
    op.drop_table('phase_entry')
    op.drop_table('phase')
    op.drop_table('process_kind')
