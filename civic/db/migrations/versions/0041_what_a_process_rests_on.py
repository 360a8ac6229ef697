"""What a process rests on: visits, talks, key figures and statements, with photographs."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None

TABLES = ('area_value', 'photo', 'statement', 'key_figure', 'presentation', 'site_visit', 'evidence')


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        'evidence',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        _chosen('kind'),
        _chosen('state'),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('happened_on', sa.Date()),
        _chosen('precision', nullable=True),
        sa.Column('area_id', sa.Integer()),
        sa.Column('meeting_id', sa.Integer()),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('is_example', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        _among('evidence', 'kind', 'evidencekind', ('visit', 'presentation', 'key_figure', 'statement')),
        _among('evidence', 'state', 'evidencestate', ('draft', 'published', 'taken_back')),
        _among('evidence', 'precision', 'precision', ('day', 'month', 'quarter', 'year')),
        sa.CheckConstraint(
            '(happened_on IS NULL) = (precision IS NULL)', name=op.f('ck_evidence_precision_of_day')
        ),
        _to('evidence', 'process_id', 'process'),
        _to('evidence', 'area_id', 'area'),
        _to('evidence', 'meeting_id', 'meeting'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence')),
    )
    op.create_index(op.f('ix_evidence_area_id'), 'evidence', ['area_id'])
    op.create_index(op.f('ix_evidence_meeting_id'), 'evidence', ['meeting_id'])
    op.create_index(op.f('ix_evidence_process_id'), 'evidence', ['process_id', 'kind', 'id'])
    _of_kind('site_visit', *_words('purpose', 'participants', 'questions'))
    _of_kind('presentation', *_words('speaker', 'speaker_title', 'speaker_organisation'))
    _of_kind(
        'key_figure',
        _chosen('measure'),
        *_words('unit'),
        sa.Column('year', sa.Integer(), nullable=False),
        _among('key_figure', 'measure', 'measure', ('persons', 'share', 'average')),
    )
    _of_kind(
        'statement',
        _chosen('voice'),
        *_words('said_by', 'speaks_as'),
        _chosen('consent'),
        sa.Column('consented_on', sa.Date(), nullable=False),
        sa.Column('consent_ended_on', sa.Date()),
        _among('statement', 'voice', 'voice', ('from', 'about')),
        _among('statement', 'consent', 'consent', ('named', 'nameless', 'internal')),
        sa.CheckConstraint("consent = 'named' OR said_by = ''", name=op.f('ck_statement_named')),
        sa.CheckConstraint("consent_ended_on IS NULL OR said_by = ''", name=op.f('ck_statement_gone')),
    )
    op.create_table(
        'photo',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('evidence_id', sa.Integer(), nullable=False),
        *_words('consent'),
        sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("consent <> ''", name=op.f('ck_photo_consent')),
        _to('photo', 'evidence_id', 'evidence'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_photo')),
    )
    op.create_index(op.f('ix_photo_evidence_id'), 'photo', ['evidence_id'])
    op.create_table(
        'area_value',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('figure_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('area_id', sa.Integer()),
        sa.Column('persons', sa.Integer(), nullable=False),
        sa.Column('out_of', sa.Integer()),
        sa.Column('value', sa.Numeric(14, 2)),
        sa.CheckConstraint(
            'persons >= 0 AND (out_of IS NULL OR out_of >= persons)', name=op.f('ck_area_value_persons')
        ),
        _to('area_value', 'figure_id', 'key_figure'),
        _to('area_value', 'area_id', 'area'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_area_value')),
        sa.UniqueConstraint('figure_id', 'area_id', name=op.f('uq_area_value_figure_id_area_id')),
    )
    op.create_index(op.f('ix_area_value_area_id'), 'area_value', ['area_id'])
    whole = sa.text('area_id IS NULL')
    op.create_index(
        op.f('uq_area_value_whole'), 'area_value', ['figure_id'], unique=True, sqlite_where=whole,
        postgresql_where=whole,
    )  # fmt: skip


def downgrade() -> None:
    """Take it away, and what hangs on it."""
    own = "'evidence', 'photo'"
    op.execute(f'DELETE FROM trace_link WHERE source_kind IN ({own}) OR target_kind IN ({own})')
    op.execute(f'DELETE FROM picture WHERE kind IN ({own})')
    files = f'SELECT id FROM upload WHERE kind IN ({own})'
    for table in ('upload_page', 'upload_size'):
        op.execute(f'DELETE FROM {table} WHERE upload_id IN ({files})')
    for table in ('upload', 'section_origin', 'correction', 'posting'):
        op.execute(f'DELETE FROM {table} WHERE kind IN ({own})')
    for table in TABLES:
        op.drop_table(table)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _chosen(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=40), nullable=nullable)


def _among(table: str, column: str, kind: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(sa.column(column).in_(values), name=op.f(f'ck_{table}_{column}_{kind}'))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{other}.id'], name=op.f(f'fk_{table}_{column}'))


def _of_kind(table: str, *columns: Any) -> None:
    op.create_table(
        table,
        sa.Column('id', sa.Integer(), nullable=False),
        *columns,
        _to(table, 'id', 'evidence'),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    )
