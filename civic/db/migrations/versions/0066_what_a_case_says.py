"""A case has its resume, background and who presents it; earlier decisions are records; an attachment can be a version."""

import sqlalchemy as sa
from alembic import op

from civic.db.steps import changed

revision = '0066'
down_revision = '0065'
branch_labels = None
depends_on = None

WORDS = ('resume', 'background', 'presented_by')


def upgrade() -> None:
    """Make room for it."""
    for name in WORDS:
        op.add_column('case_file', sa.Column(name, sa.Text(), server_default='', nullable=False))
    with changed('attachment') as table:
        table.add_column(sa.Column('version_id', sa.Integer()))
        table.create_foreign_key(op.f('fk_attachment_version_id'), 'version', ['version_id'], ['id'])
    op.create_index(op.f('ix_attachment_version_id'), 'attachment', ['version_id'])
    precision = sa.Enum(
        'day', 'month', 'quarter', 'year', name='precision', native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        'earlier_decision',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('earlier_id', sa.Integer(), nullable=True),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('decided_on', sa.Date(), nullable=True),
        sa.Column('decided_precision', precision, nullable=True),
        sa.Column('reference', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('is_replaced', sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            '(decided_on IS NULL) = (decided_precision IS NULL)', name=op.f('ck_earlier_decision_decided')
        ),
        sa.CheckConstraint('earlier_id <> case_id', name=op.f('ck_earlier_decision_earlier')),
        sa.ForeignKeyConstraint(['case_id'], ['case_file.id'], name=op.f('fk_earlier_decision_case_id')),
        sa.ForeignKeyConstraint(['earlier_id'], ['case_file.id'], name=op.f('fk_earlier_decision_earlier_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_earlier_decision')),
    )
    for column in ('case_id', 'earlier_id'):
        op.create_index(op.f(f'ix_earlier_decision_{column}'), 'earlier_decision', [column])


def downgrade() -> None:
    """Take it away; what the case states of earlier decisions in its own words stays."""
    op.execute("DELETE FROM correction WHERE part = 'earlier_decision'")
    op.execute("DELETE FROM correction WHERE part = 'case' AND field IN ('resume', 'background', 'presented_by')")
    op.drop_table('earlier_decision')
    op.drop_index(op.f('ix_attachment_version_id'), 'attachment')
    with changed('attachment') as table:
        table.drop_constraint(op.f('fk_attachment_version_id'), type_='foreignkey')
        table.drop_column('version_id')
    for name in WORDS:
        op.drop_column('case_file', name)
