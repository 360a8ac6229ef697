"""Words can be taken out of frozen versions, asked for by one person and carried out by another."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant
from civic.db.frozen import freezing, thawing

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

CARRYING = {
    'version': 'EXISTS (SELECT 1 FROM redaction WHERE redaction.report_id = OLD.report_id'
    ' AND redaction.is_carried_out)',
    'section_text': 'EXISTS (SELECT 1 FROM redaction JOIN version ON version.report_id = redaction.report_id'
    ' WHERE version.id = OLD.version_id AND redaction.is_carried_out)',
}


def upgrade() -> None:
    """Make the table, and let the frozen texts be changed while a redaction is carried out."""
    op.create_table(
        'redaction',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('report_id', sa.Integer(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('state', sa.Enum('asked', 'done', 'declined', name='redactionstate', native_enum=False,
                                   create_constraint=True, length=40), nullable=False),
        sa.Column('asked_by_id', sa.Integer(), nullable=False),
        sa.Column('asked_at', Instant(), nullable=False),
        sa.Column('decided_by_id', sa.Integer()),
        sa.Column('decided_at', Instant()),
        sa.Column('is_carried_out', sa.Boolean(), nullable=False),
        sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> asked_by_id', name=op.f('ck_redaction_two_persons')),
        sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_redaction_report_id')),
        sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_redaction_asked_by_id')),
        sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_redaction_decided_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_redaction')),
    )
    for column in ('report_id', 'asked_by_id', 'decided_by_id'):
        op.create_index(op.f(f'ix_redaction_{column}'), 'redaction', [column])
    _anew(CARRYING)


def downgrade() -> None:
    """Freeze for good."""
    _anew(dict.fromkeys(CARRYING, ''))
    op.drop_table('redaction')


def _anew(unless):
    dialect = op.get_bind().dialect.name
    for table, condition in unless.items():
        for statement in (*thawing(table, dialect), *freezing(table, dialect, unless=condition)):
            op.execute(statement)
