"""A process says how much support of a proposal leads to what; that it was reached is a task with an owner and a date."""

import sqlalchemy as sa
from alembic import op

import civic.db.base

revision = '0062'
down_revision = '0061'
branch_labels = None
depends_on = None

COLUMNS = ('support_wanted', 'support_days', 'support_since', 'support_leads_to', 'support_owner', 'support_due_days')


def upgrade() -> None:
    """Make room for it; so far no number leads to anything by itself."""
    with op.batch_alter_table('process') as process:
        process.add_column(sa.Column('support_wanted', sa.Integer(), nullable=True))
        process.add_column(sa.Column('support_days', sa.Integer(), nullable=True))
        process.add_column(sa.Column('support_since', civic.db.base.Instant(timezone=True), nullable=True))
        process.add_column(sa.Column('support_leads_to', sa.Text(), server_default='', nullable=False))
        process.add_column(sa.Column('support_owner', sa.Text(), server_default='', nullable=False))
        process.add_column(sa.Column('support_due_days', sa.Integer(), server_default='30', nullable=False))
        process.create_check_constraint(
            op.f('ck_process_support'), '(support_wanted IS NULL) = (support_days IS NULL)'
        )
        process.create_check_constraint(
            op.f('ck_process_support_leads_to'), "support_wanted IS NULL OR support_leads_to <> ''"
        )
    op.create_table(
        'reached',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('proposal_id', sa.Integer(), nullable=False),
        sa.Column('at', civic.db.base.Instant(timezone=True), nullable=False),
        sa.Column('support', sa.Integer(), nullable=False),
        sa.Column('leads_to', sa.Text(), nullable=False),
        sa.Column('owner', sa.Text(), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('done_on', sa.Date(), nullable=True),
        sa.Column('result', sa.Text(), nullable=False),
        sa.CheckConstraint("leads_to <> '' AND owner <> ''", name=op.f('ck_reached_task')),
        sa.CheckConstraint("(done_on IS NULL) = (result = '')", name=op.f('ck_reached_result')),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_reached_proposal_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reached')),
        sa.UniqueConstraint('proposal_id', name=op.f('uq_reached_proposal_id')),
    )
    where = sa.text('done_on IS NULL')
    op.create_index('ix_reached_open', 'reached', ['due_on', 'id'], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take it away, with what was reached."""
    op.drop_table('reached')
    with op.batch_alter_table('process') as process:
        process.drop_constraint(op.f('ck_process_support_leads_to'), type_='check')
        process.drop_constraint(op.f('ck_process_support'), type_='check')
        for column in COLUMNS:
            process.drop_column(column)
