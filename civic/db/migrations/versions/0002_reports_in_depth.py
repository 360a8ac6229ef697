"""Reports in depth: edits and copies, origins, files, documents, following."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant
from civic.db.steps import changed, one_of

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

OLD_KINDS = ('comment', 'proposal', 'response', 'remark', 'section_text', 'version', 'case', 'decision', 'follow_up')
KINDS = (
    'comment', 'meeting', 'proposal', 'report', 'section', 'hearing', 'party', 'response', 'remark', 'section_text',
    'version', 'case', 'decision', 'follow_up',
)
OLD_PURPOSES, PURPOSES = ('hearing', 'final'), ('hearing', 'final', 'handed_over', 'adopted')
SCOPES = ('organisation', 'body', 'process', 'group')
KIND_COLUMNS = (('trace_link', 'source_kind'), ('trace_link', 'target_kind'), ('comment', 'subject_kind'))


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make the change."""
    op.create_table('follow',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', _enum('kind', *KINDS), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('since', Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_follow_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow')),
    sa.UniqueConstraint('kind', 'subject_id', 'person_id', name=op.f('uq_follow_kind_subject_id_person_id'))
    )
    op.create_index(op.f('ix_follow_person_id'), 'follow', ['person_id'])
    op.create_table('rendition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', _enum('kind', *KINDS), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('what', _enum('what', 'report', 'note', 'white_book', 'dossier'), nullable=False),
    sa.Column('format', _enum('format', 'pdf', 'docx', 'odt', 'zip'), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', Instant(timezone=True), nullable=False),
    sa.Column('not_before', Instant(timezone=True), nullable=False),
    sa.Column('made_at', Instant(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_rendition_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rendition')),
    sa.UniqueConstraint('kind', 'subject_id', 'what', 'format', name=op.f('uq_rendition_kind_subject_id_what_format'))
    )
    op.create_index(op.f('ix_rendition_file_id'), 'rendition', ['file_id'])
    op.create_index(op.f('ix_rendition_made_at'), 'rendition', ['made_at'])
    op.create_table('text_edit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', _enum('kind', *KINDS), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('edit', sa.Integer(), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_text_edit_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_edit')),
    sa.UniqueConstraint('kind', 'subject_id', 'edit', name=op.f('uq_text_edit_kind_subject_id_edit'))
    )
    op.create_index(op.f('ix_text_edit_person_id'), 'text_edit', ['person_id'])
    op.create_table('upload',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', _enum('kind', *KINDS), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('state', _enum('uploadstate', 'unread', 'clean', 'suspect', 'released', 'withheld', 'unreadable'), nullable=False),
    sa.Column('is_text', sa.Boolean(), nullable=False),
    sa.Column('found', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('received_at', Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_upload_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload')),
    sa.UniqueConstraint('kind', 'subject_id', 'number', name=op.f('uq_upload_kind_subject_id_number'))
    )
    op.create_index(op.f('ix_upload_file_id'), 'upload', ['file_id'])
    op.create_index(op.f('ix_upload_state'), 'upload', ['state'])
    op.create_table('working_copy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', _enum('kind', *KINDS), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('base_edit', sa.Integer(), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('seen_at', Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_working_copy_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_working_copy')),
    sa.UniqueConstraint('kind', 'subject_id', 'person_id', name=op.f('uq_working_copy_kind_subject_id_person_id'))
    )
    op.create_index(op.f('ix_working_copy_person_id'), 'working_copy', ['person_id'])
    op.create_table('section_origin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=False),
    sa.Column('kind', _enum('kind', *KINDS), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('tied_at', Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['section_id'], ['section.id'], name=op.f('fk_section_origin_section_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_section_origin')),
    sa.UniqueConstraint('section_id', 'kind', 'thing_id', name=op.f('uq_section_origin_section_id_kind_thing_id'))
    )
    with changed('trace_link', without=('ck_trace_link_source_kind_kind', 'ck_trace_link_target_kind_kind')) as batch:
        one_of(batch, 'trace_link', 'source_kind', 'kind', KINDS)
        one_of(batch, 'trace_link', 'target_kind', 'kind', KINDS)
    with changed('comment', without=('ck_comment_subject_kind_kind',)) as batch:
        one_of(batch, 'comment', 'subject_kind', 'kind', KINDS)
        batch.add_column(sa.Column('circle', sa.String(40), nullable=True))
        batch.add_column(sa.Column('circle_id', sa.Integer(), nullable=True))
        one_of(batch, 'comment', 'circle', 'scope', SCOPES)
    with changed('version', without=('ck_version_purpose_purpose',)) as batch:
        one_of(batch, 'version', 'purpose', 'purpose', PURPOSES)
        batch.add_column(sa.Column('name', sa.Text(), nullable=False, server_default=''))
    with changed('section') as batch:
        batch.add_column(sa.Column('level', sa.Integer(), nullable=False, server_default='1'))
        batch.add_column(sa.Column('is_open', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.alter_column('position', existing_type=sa.Integer(), nullable=True)
        batch.alter_column('number', existing_type=sa.Integer(), nullable=True)
    with changed('section_text') as batch:
        batch.add_column(sa.Column('level', sa.Integer(), nullable=False, server_default='1'))
    for table, column in (('version', 'name'), ('section', 'level'), ('section', 'is_open'), ('section_text', 'level')):
        with changed(table) as batch:
            batch.alter_column(column, existing_type=sa.Boolean() if column == 'is_open' else sa.Text() if column == 'name'
                               else sa.Integer(), server_default=None)
    op.execute(
        "INSERT INTO text_edit (kind, subject_id, edit, heading, text, person_id, at) "
        "SELECT 'section', id, edit, heading, text, NULL, CURRENT_TIMESTAMP FROM section"
    )
    op.execute(
        "INSERT INTO rendition (kind, subject_id, what, format, file_id, asked_at, not_before, made_at, failures) "
        "SELECT 'hearing', id, 'note', 'pdf', note_file_id, concluded_at, concluded_at, "
        "CASE WHEN note_file_id IS NULL THEN NULL ELSE concluded_at END, 0 FROM hearing WHERE concluded_at IS NOT NULL"
    )
    for form in ('docx', 'odt'):
        op.execute(
            "INSERT INTO rendition (kind, subject_id, what, format, asked_at, not_before, failures) "
            f"SELECT 'hearing', id, 'note', '{form}', concluded_at, concluded_at, 0 "
            "FROM hearing WHERE concluded_at IS NOT NULL"
        )
    for form in ('pdf', 'docx', 'odt'):
        op.execute(
            "INSERT INTO rendition (kind, subject_id, what, format, asked_at, not_before, failures) "
            f"SELECT 'version', id, 'report', '{form}', published_at, published_at, 0 FROM version"
        )
    with changed('hearing') as batch:
        batch.drop_constraint(op.f('fk_hearing_note_file_id'), type_='foreignkey')
        batch.drop_column('note_file_id')


def downgrade() -> None:
    """Take it back; what 0001 has no place for is lost."""
    with changed('hearing') as batch:
        batch.add_column(sa.Column('note_file_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_hearing_note_file_id'), 'stored_file', ['note_file_id'], ['id'])
    op.execute(
        "UPDATE hearing SET note_file_id = (SELECT file_id FROM rendition WHERE kind = 'hearing' AND what = 'note' "
        "AND format = 'pdf' AND subject_id = hearing.id)"
    )
    with changed('section_text') as batch:
        batch.drop_column('level')
    op.execute("UPDATE section SET position = -id, number = -id WHERE position IS NULL")
    with changed('section') as batch:
        batch.drop_column('is_open')
        batch.drop_column('level')
        batch.alter_column('position', existing_type=sa.Integer(), nullable=False)
        batch.alter_column('number', existing_type=sa.Integer(), nullable=False)
    op.execute("UPDATE version SET purpose = 'final' WHERE purpose IN ('handed_over', 'adopted')")
    with changed('version', without=('ck_version_purpose_purpose',)) as batch:
        one_of(batch, 'version', 'purpose', 'purpose', OLD_PURPOSES)
        batch.drop_column('name')
    kept = ", ".join(f"'{kind}'" for kind in OLD_KINDS)
    op.execute(f"DELETE FROM flag WHERE comment_id IN (SELECT id FROM comment WHERE circle IS NOT NULL OR subject_kind NOT IN ({kept}))")
    op.execute(f"DELETE FROM comment WHERE circle IS NOT NULL OR subject_kind NOT IN ({kept})")
    with changed('comment', without=('ck_comment_subject_kind_kind', 'ck_comment_circle_scope')) as batch:
        one_of(batch, 'comment', 'subject_kind', 'kind', OLD_KINDS)
        batch.drop_column('circle_id')
        batch.drop_column('circle')
    op.execute(f"DELETE FROM trace_link WHERE source_kind NOT IN ({kept}) OR target_kind NOT IN ({kept})")
    with changed('trace_link', without=('ck_trace_link_source_kind_kind', 'ck_trace_link_target_kind_kind')) as batch:
        one_of(batch, 'trace_link', 'source_kind', 'kind', OLD_KINDS)
        one_of(batch, 'trace_link', 'target_kind', 'kind', OLD_KINDS)
    for table in ('section_origin', 'working_copy', 'upload', 'text_edit', 'rendition', 'follow'):
        op.drop_table(table)
