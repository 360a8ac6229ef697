"""One word each: what the administration says is an answer; what belongs to a thing names it by kind and thing_id."""

from alembic import op

from civic.db.steps import column_renamed, named_anew

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

KEYED = {
    'follow': ('person_id',), 'upload': ('number',), 'rendition': ('what', 'format'), 'text_edit': ('edit',),
    'working_copy': ('person_id',),
}
ANSWER = {
    'pk_disposition': 'pk_answer', 'ck_disposition_outcome_outcome': 'ck_answer_outcome_outcome',
    'fk_disposition_answered_by_id': 'fk_answer_answered_by_id', 'fk_disposition_hearing_id': 'fk_answer_hearing_id',
}
ANSWER_CHANGE = {
    'pk_disposition_change': 'pk_answer_change',
    'fk_disposition_change_section_text_id': 'fk_answer_change_section_text_id',
    'fk_disposition_change_disposition_id': 'fk_answer_change_answer_id',
}
REMARK = {'fk_remark_disposition_id': 'fk_remark_answer_id'}


def upgrade() -> None:
    """Give the things their names."""
    _index_dropped('comment', 'ix_comment_subject_kind_subject_id')
    column_renamed('comment', 'subject_kind', 'kind')
    column_renamed('comment', 'subject_id', 'thing_id')
    _index('comment', 'ix_comment_kind_thing_id', ['kind', 'thing_id', 'id'])
    for table, rest in KEYED.items():
        column_renamed(table, 'subject_id', 'thing_id')
        named_anew(table, {_key(table, 'subject_id', rest): _key(table, 'thing_id', rest)})
    column_renamed('response', 'treatment', 'summary')

    _index_dropped('disposition', 'ix_disposition_answered_by_id')
    _index_dropped('disposition', 'ix_disposition_hearing_id')
    _index_dropped('disposition_change', 'ix_disposition_change_section_text_id')
    _index_dropped('remark', 'ix_remark_disposition_id')
    _table_renamed('disposition', 'answer')
    op.rename_table('disposition_change', 'answer_change')
    column_renamed('answer_change', 'disposition_id', 'answer_id')
    column_renamed('remark', 'disposition_id', 'answer_id')
    named_anew('answer', ANSWER)
    named_anew('answer_change', ANSWER_CHANGE)
    named_anew('remark', REMARK)
    _index('answer', 'ix_answer_answered_by_id', ['answered_by_id'])
    _index('answer', 'ix_answer_hearing_id', ['hearing_id'])
    _index('answer_change', 'ix_answer_change_section_text_id', ['section_text_id'])
    _index('remark', 'ix_remark_answer_id', ['answer_id'])


def downgrade() -> None:
    """Give them the names they had."""
    _index_dropped('comment', 'ix_comment_kind_thing_id')
    column_renamed('comment', 'kind', 'subject_kind')
    column_renamed('comment', 'thing_id', 'subject_id')
    _index('comment', 'ix_comment_subject_kind_subject_id', ['subject_kind', 'subject_id', 'id'])
    for table, rest in KEYED.items():
        column_renamed(table, 'thing_id', 'subject_id')
        named_anew(table, {_key(table, 'thing_id', rest): _key(table, 'subject_id', rest)})
    column_renamed('response', 'summary', 'treatment')

    _index_dropped('answer', 'ix_answer_answered_by_id')
    _index_dropped('answer', 'ix_answer_hearing_id')
    _index_dropped('answer_change', 'ix_answer_change_section_text_id')
    _index_dropped('remark', 'ix_remark_answer_id')
    column_renamed('answer_change', 'answer_id', 'disposition_id')
    column_renamed('remark', 'answer_id', 'disposition_id')
    _table_renamed('answer', 'disposition')
    op.rename_table('answer_change', 'disposition_change')
    named_anew('disposition', _back(ANSWER))
    named_anew('disposition_change', _back(ANSWER_CHANGE))
    named_anew('remark', _back(REMARK))
    _index('disposition', 'ix_disposition_answered_by_id', ['answered_by_id'])
    _index('disposition', 'ix_disposition_hearing_id', ['hearing_id'])
    _index('disposition_change', 'ix_disposition_change_section_text_id', ['section_text_id'])
    _index('remark', 'ix_remark_disposition_id', ['disposition_id'])


def _key(table, column, rest):
    return '_'.join(['uq', table, 'kind', column, *rest])


def _back(names):
    return {new: old for old, new in names.items()}


def _index(table, name, columns):
    op.create_index(op.f(name), table, columns)


def _index_dropped(table, name):
    op.drop_index(op.f(name), table_name=table)


def _table_renamed(old, new):
    op.rename_table(old, new)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f'ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq')
