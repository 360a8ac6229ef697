"""What was decided about texts, in one table for comments, proposals and responses instead of a column here and there."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant
from civic.db.steps import changed

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

RULED = ('passed', 'waits', 'held', 'masked', 'released', 'kept', 'hidden', 'sent_back', 'redacted')
OF_COMMENT = {'keep': 'kept', 'hide': 'hidden', 'release': 'released'}
OF_PROPOSAL = {'release': 'released', 'send_back': 'sent_back'}
OF_RESPONSE = {'release': 'released', 'hide': 'hidden', 'redact': 'redacted'}
BY_STATE = {'held': 'held', 'waiting': 'waits', 'reading': 'waits'}

ENTRY = sa.table(
    'audit_entry', sa.column('id'), sa.column('at', Instant()), sa.column('verb'), sa.column('kind'), sa.column('thing_id'),
    sa.column('actor_id'),
)
RULING = sa.table(
    'ruling', sa.column('id'), sa.column('kind'), sa.column('thing_id'), sa.column('revision'), sa.column('ruled'),
    sa.column('found'), sa.column('reason'), sa.column('by_id'),
    sa.column('at', Instant()),
)
COMMENT = sa.table(
    'comment', sa.column('id'), sa.column('state'), sa.column('moderation_reason'),
    sa.column('posted_at', Instant()),
)
PROPOSAL = sa.table(
    'proposal', sa.column('id'), sa.column('state'), sa.column('sent_back_reason'), sa.column('release_reason'),
    sa.column('written_at', Instant()), sa.column('submitted_at', Instant()),
)
RESPONSE = sa.table(
    'response', sa.column('id'), sa.column('state'), sa.column('revision'), sa.column('found'), sa.column('reason'),
    sa.column('submitted_at', Instant()), sa.column('released_at', Instant()), sa.column('hidden_at', Instant()),
)


def upgrade() -> None:
    """Make the table and move into it what the columns say, with whom and when from the log."""
    op.create_table('ruling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum(name='kind', native_enum=False, create_constraint=False, length=40), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('ruled', sa.Enum(*RULED, name='ruled', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('found', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_ruling_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ruling'))
    )
    with op.batch_alter_table('ruling') as batch:
        batch.create_index('ix_ruling_kind_thing_id', ['kind', 'thing_id', 'id'])
        batch.create_index(batch.f('ix_ruling_by_id'), ['by_id'])
    rows = [*_of_comments(), *_of_proposals(), *_of_responses()]
    if rows:
        op.bulk_insert(RULING, sorted(rows, key=lambda row: row['at']))
    with op.batch_alter_table('comment') as batch:
        batch.drop_column('moderation_reason')
    with op.batch_alter_table('proposal') as batch:
        batch.drop_column('sent_back_reason')
        batch.drop_column('release_reason')
    with op.batch_alter_table('response') as batch:
        for column in ('found', 'reason', 'released_at', 'hidden_at'):
            batch.drop_column(column)


def downgrade() -> None:
    """Put what was decided last back into the columns."""
    with op.batch_alter_table('comment') as batch:
        batch.add_column(sa.Column('moderation_reason', sa.Text(), nullable=True))
    with op.batch_alter_table('proposal') as batch:
        batch.add_column(sa.Column('sent_back_reason', sa.Text(), nullable=True))
        batch.add_column(sa.Column('release_reason', sa.Text(), nullable=True))
    with changed('response') as batch:
        batch.add_column(sa.Column('found', sa.Text(), nullable=False, server_default=''))
        batch.add_column(sa.Column('reason', sa.Text(), nullable=True))
        batch.add_column(sa.Column('released_at', Instant(), nullable=True))
        batch.add_column(sa.Column('hidden_at', Instant(), nullable=True))
    with op.batch_alter_table('response') as batch:
        batch.alter_column('found', server_default=None)
    connection = op.get_bind()
    tables = {'comment': COMMENT, 'proposal': PROPOSAL, 'response': RESPONSE}
    for row in connection.execute(sa.select(RULING).order_by(RULING.c.id)).mappings().all():
        table = tables[row['kind']]
        put = _columns(row)
        if put:
            connection.execute(sa.update(table).where(table.c.id == row['thing_id']).values(put))
    op.drop_table('ruling')


def _columns(row):
    if row['kind'] == 'comment':
        return {'moderation_reason': row['reason']} if row['ruled'] in OF_COMMENT.values() else {}
    if row['kind'] == 'proposal':
        column = {'released': 'release_reason', 'sent_back': 'sent_back_reason'}.get(row['ruled'])
        return {column: row['reason']} if column else {}
    if row['ruled'] in {'passed', 'waits', 'held'}:
        return {'found': row['found']}
    said = {'reason': row['reason']} if row['reason'] else {}
    if row['ruled'] == 'released':
        return {**said, 'released_at': row['at'], 'hidden_at': None}
    if row['ruled'] == 'hidden':
        return {**said, 'hidden_at': row['at'], 'released_at': None}
    return said


def _last(kind, verbs):
    """Return the last entry about each thing with one of these verbs, by its id and verb."""
    wanted = sa.select(ENTRY).where(ENTRY.c.kind == kind, ENTRY.c.verb.in_(list(verbs))).order_by(ENTRY.c.id)
    return {(row['thing_id'], row['verb']): row for row in op.get_bind().execute(wanted).mappings()}


def _latest(entries, thing_id, verbs):
    found = [entries[thing_id, verb] for verb in verbs if (thing_id, verb) in entries]
    return max(found, key=lambda row: row['id'], default=None)


def _row(kind, thing_id, ruled, at, *, revision=1, found='', reason='', entry=None):
    by_id = entry['actor_id'] if entry else None
    return {
        'kind': kind, 'thing_id': thing_id, 'revision': revision, 'ruled': ruled, 'found': found,
        'reason': reason or '', 'by_id': by_id, 'at': entry['at'] if entry else at,
    }


def _of_comments():
    held = sa.select(COMMENT).where(COMMENT.c.state == 'held')  # nothing but a CPR-like number held one
    for row in op.get_bind().execute(held).mappings():
        yield _row('comment', row['id'], 'held', row['posted_at'], found='cpr')
    entries = _last('comment', OF_COMMENT)
    wanted = sa.select(COMMENT).where(COMMENT.c.moderation_reason.is_not(None))
    for row in op.get_bind().execute(wanted).mappings():
        entry = _latest(entries, row['id'], OF_COMMENT)
        ruled = OF_COMMENT[entry['verb']] if entry else 'hidden' if row['state'] == 'hidden' else 'kept'
        yield _row('comment', row['id'], ruled, row['posted_at'], reason=row['moderation_reason'], entry=entry)


def _of_proposals():
    entries = _last('proposal', OF_PROPOSAL)
    for row in op.get_bind().execute(sa.select(PROPOSAL)).mappings():
        if row['state'] == 'held':
            yield _row('proposal', row['id'], 'held', row['submitted_at'] or row['written_at'], found='cpr')
        for verb, column in (('release', 'release_reason'), ('send_back', 'sent_back_reason')):
            if row[column] is not None:
                entry = entries.get((row['id'], verb))
                yield _row('proposal', row['id'], OF_PROPOSAL[verb], row['written_at'], reason=row[column], entry=entry)


def _of_responses():
    entries = _last('response', OF_RESPONSE)
    for row in op.get_bind().execute(sa.select(RESPONSE)).mappings():
        given = {'revision': row['revision']}
        if row['found']:
            ruled = BY_STATE.get(row['state'], 'passed')
            yield _row('response', row['id'], ruled, row['submitted_at'], found=row['found'], **given)
        last = _latest(entries, row['id'], OF_RESPONSE)
        is_redacted = bool(row['reason']) and (last is None or last['verb'] == 'redact')
        reason = '' if is_redacted else row['reason']
        if row['hidden_at'] is not None:
            entry = entries.get((row['id'], 'hide'))
            yield _row('response', row['id'], 'hidden', row['hidden_at'], reason=reason, entry=entry, **given)
        elif row['released_at'] is not None or (row['reason'] and not is_redacted):
            entry = entries.get((row['id'], 'release'))
            at = row['released_at'] or row['submitted_at']
            released = given if row['released_at'] is not None else {'revision': max(1, row['revision'] - 1)}
            yield _row('response', row['id'], 'released', at, reason=reason, entry=entry, **released)
        if is_redacted:
            entry = entries.get((row['id'], 'redact'))
            yield _row('response', row['id'], 'redacted', row['submitted_at'], reason=row['reason'], entry=entry, **given)
