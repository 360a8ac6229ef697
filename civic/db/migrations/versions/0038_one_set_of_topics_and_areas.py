"""One set of topics, areas and addresses for everything; bodies and hearings name topics of it."""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

TOPICS = {
    'disability': 'Mennesker med handicap',
    'older_people': 'Ældre',
    'integration': 'Integration',
    'local': 'En del af kommunen med lokaludvalg',
    'schools': 'Skoler',
    'staff': 'Kommunens medarbejdere (MED)',
    'youth': 'Unge',
    'vulnerable': 'Udsatte',
    'housing': 'Boliger og boligområder',
    'traffic': 'Veje og trafik',
    'nature': 'Natur og klima',
    'leisure': 'Kultur og fritid',
    'health': 'Sundhed',
    'safety': 'Tryghed',
}
OLD = tuple(TOPICS)[:8]
AREA_KINDS = ('district', 'housing_area', 'other')


def _of(name: str, other: str) -> None:
    op.create_table(
        name,
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column(f'{other}_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([f'{other}_id'], [f'{other}.id'], name=op.f(f'fk_{name}_{other}_id')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
        sa.UniqueConstraint('kind', 'thing_id', f'{other}_id', name=op.f(f'uq_{name}_kind_thing_id_{other}_id')),
    )
    op.create_index(op.f(f'ix_{name}_{other}_id'), name, [f'{other}_id'])


def upgrade() -> None:
    """Make room for them; what a body is heard about and a hearing touches is said by them."""
    topic = op.create_table(
        'topic',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.Text(), nullable=True),
        sa.Column('name', sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_topic_name')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_topic')),
        sa.UniqueConstraint('key', name=op.f('uq_topic_key')),
        sa.UniqueConstraint('name', name=op.f('uq_topic_name')),
    )
    op.bulk_insert(topic, [{'key': key, 'name': name} for key, name in TOPICS.items()])
    op.create_table(
        'area',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('parent_id', sa.Integer(), nullable=True),
        sa.Column('is_example', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_area_name')),
        sa.CheckConstraint('parent_id IS NULL OR parent_id <> id', name=op.f('ck_area_not_itself')),
        sa.CheckConstraint(sa.column('kind').in_(AREA_KINDS), name=op.f('ck_area_kind_areakind')),
        sa.ForeignKeyConstraint(['parent_id'], ['area.id'], name=op.f('fk_area_parent_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_area')),
        sa.UniqueConstraint('name', name=op.f('uq_area_name')),
    )
    op.create_index(op.f('ix_area_parent_id'), 'area', ['parent_id'])
    op.create_table(
        'address',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('written', sa.Text(), nullable=False),
        sa.Column('folded', sa.Text(), nullable=False),
        sa.Column('area_id', sa.Integer(), nullable=True),
        sa.CheckConstraint("written <> ''", name=op.f('ck_address_written')),
        sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_address_area_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_address')),
    )
    op.create_index('ix_address_folded', 'address', ['folded'], postgresql_ops={'folded': 'text_pattern_ops'})
    op.create_index(op.f('ix_address_area_id'), 'address', ['area_id'])
    op.create_table(
        'area_organisation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('area_id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_area_organisation_area_id')),
        sa.ForeignKeyConstraint(
            ['organisation_id'], ['organisation.id'], name=op.f('fk_area_organisation_organisation_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_area_organisation')),
        sa.UniqueConstraint('area_id', 'organisation_id', name=op.f('uq_area_organisation_area_id_organisation_id')),
    )
    op.create_index(op.f('ix_area_organisation_organisation_id'), 'area_organisation', ['organisation_id'])
    _of('topic_of', 'topic')
    _of('area_of', 'area')
    op.execute(
        "INSERT INTO topic_of (kind, thing_id, topic_id) SELECT 'hearing', hearing_topic.hearing_id, topic.id"
        ' FROM hearing_topic JOIN topic ON topic.key = hearing_topic.topic'
    )
    op.drop_table('hearing_topic')
    op.add_column('body', sa.Column('topic_id', sa.Integer(), nullable=True))
    op.execute('UPDATE body SET topic_id = (SELECT topic.id FROM topic WHERE topic.key = body.topic)')
    with op.batch_alter_table('body') as table:
        table.drop_constraint(op.f('ck_body_topic_topic'), type_='check')
        table.drop_column('topic')
        table.create_foreign_key(op.f('fk_body_topic_id'), 'topic', ['topic_id'], ['id'])
    op.create_index(op.f('ix_body_topic_id'), 'body', ['topic_id'])


def downgrade() -> None:
    """Take them away; of topics those remain that there were before."""
    keys = sa.column('topic').in_(OLD)
    op.create_table(
        'hearing_topic',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('hearing_id', sa.Integer(), nullable=False),
        sa.Column('topic', sa.String(length=40), nullable=False),
        sa.CheckConstraint(keys, name=op.f('ck_hearing_topic_topic_topic')),
        sa.ForeignKeyConstraint(['hearing_id'], ['hearing.id'], name=op.f('fk_hearing_topic_hearing_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_hearing_topic')),
        sa.UniqueConstraint('hearing_id', 'topic', name=op.f('uq_hearing_topic_hearing_id_topic')),
    )
    listed = ', '.join(f"'{one}'" for one in OLD)
    op.execute(
        'INSERT INTO hearing_topic (hearing_id, topic) SELECT topic_of.thing_id, topic.key FROM topic_of'
        f" JOIN topic ON topic.id = topic_of.topic_id WHERE topic_of.kind = 'hearing' AND topic.key IN ({listed})"
    )
    op.drop_index(op.f('ix_body_topic_id'), 'body')
    op.add_column('body', sa.Column('topic', sa.String(length=40), nullable=True))
    op.execute(
        f'UPDATE body SET topic = (SELECT topic.key FROM topic WHERE topic.id = body.topic_id AND topic.key IN ({listed}))'
    )
    with op.batch_alter_table('body') as table:
        table.drop_constraint(op.f('fk_body_topic_id'), type_='foreignkey')
        table.drop_column('topic_id')
        table.create_check_constraint(op.f('ck_body_topic_topic'), keys)
    for name in ('area_of', 'topic_of', 'area_organisation', 'address', 'area', 'topic'):
        op.drop_table(name)
