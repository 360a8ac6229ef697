"""The board in the place of the search index; columns that hold a kind of thing carry no list of the kinds there are."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant
from civic.db.fulltext import indexing, unindexing
from civic.db.steps import changed, one_of

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

KINDS = (
    'comment', 'meeting', 'proposal', 'report', 'section', 'hearing', 'party', 'response', 'remark', 'section_text',
    'version', 'case', 'decision', 'follow_up',
)
COLUMNS = {
    'trace_link': ('source_kind', 'target_kind'), 'comment': ('subject_kind',), 'follow': ('kind',),
    'rendition': ('kind',), 'text_edit': ('kind',), 'upload': ('kind',), 'working_copy': ('kind',),
    'section_origin': ('kind',),
}


def _kind():
    return sa.Enum(name='kind', native_enum=False, create_constraint=False, length=40)


def upgrade() -> None:
    """Hang up an empty board: `civic migrate` fills it from the rooms."""
    for table, columns in COLUMNS.items():
        with changed(table, without=[f'ck_{table}_{column}_kind' for column in columns]):
            pass
    with op.batch_alter_table('search_stem') as batch:
        batch.drop_index(batch.f('ix_search_stem_entry_id'))
    op.drop_table('search_stem')
    op.drop_table('search_entry')
    op.create_table('posting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', _kind(), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('home_kind', _kind(), nullable=False),
    sa.Column('home_id', sa.Integer(), nullable=False),
    sa.Column('process_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('under', sa.Text(), nullable=False),
    sa.Column('lead', sa.Text(), nullable=False),
    sa.Column('trait', sa.Text(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('later', sa.Text(), nullable=True),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('opens_at', Instant(), nullable=True),
    sa.Column('closes_at', Instant(), nullable=True),
    sa.Column('invites', sa.Boolean(), nullable=False),
    sa.Column('while_running', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('ended_at', Instant(), nullable=True),
    sa.Column('ending', sa.Text(), nullable=False),
    sa.Column('is_example', sa.Boolean(), nullable=False),
    sa.Column('seen_by', sa.Enum('officers', 'staff', name='seen', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('title_stems', sa.Text(), nullable=False),
    sa.Column('stems', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting')),
    sa.UniqueConstraint('kind', 'thing_id', name=op.f('uq_posting_kind_thing_id'))
    )
    with op.batch_alter_table('posting') as batch:
        batch.create_index('ix_posting_process_id_kind_at', ['process_id', 'kind', 'at'])
        batch.create_index('ix_posting_invites_closes_at', ['invites', 'closes_at'])
        batch.create_index('ix_posting_ended_at', ['ended_at'])
    if op.get_bind().dialect.name == 'sqlite':
        for statement in indexing('posting', 'stems', 'sqlite'):
            op.execute(statement)
    else:
        op.execute("CREATE INDEX ix_posting_words ON posting USING gin (to_tsvector('simple', stems))")


def downgrade() -> None:
    """Take the board down; the search index comes back empty, and fills as things become public."""
    if op.get_bind().dialect.name == 'sqlite':
        for statement in unindexing('posting', 'sqlite'):
            op.execute(statement)
    else:
        op.execute('DROP INDEX ix_posting_words')
    op.drop_table('posting')
    op.create_table('search_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('excerpt', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entry')),
    sa.UniqueConstraint('kind', 'thing_id', name=op.f('uq_search_entry_kind_thing_id'))
    )
    op.create_table('search_stem',
    sa.Column('stem', sa.Text(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['search_entry.id'], name=op.f('fk_search_stem_entry_id')),
    sa.PrimaryKeyConstraint('stem', 'entry_id', name=op.f('pk_search_stem'))
    )
    with op.batch_alter_table('search_stem') as batch:
        batch.create_index(batch.f('ix_search_stem_entry_id'), ['entry_id'])
    for table, columns in COLUMNS.items():
        with changed(table) as batch:
            for column in columns:
                one_of(batch, table, column, 'kind', KINDS)
