"""Grants: schemes, applications, assessments and accounts."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0079'
down_revision = '0078'
branch_labels = None
depends_on = None
BEFORE = "what IN ('report', 'note', 'white_book', 'dossier', 'letters', 'copy')"
AFTER = "what IN ('report', 'note', 'white_book', 'dossier', 'letters', 'copy', 'grant_letter', 'grant_report')"


def upgrade() -> None:
    """Make room for it."""
    with op.batch_alter_table('rendition') as table:
        table.drop_constraint(op.f('ck_rendition_what_what'), type_='check')
        table.create_check_constraint(op.f('ck_rendition_what_what'), AFTER)
    op.create_table(
        'grant_scheme',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('mission', sa.Text(), nullable=False),
        sa.Column('administration', sa.Text(), nullable=False),
        sa.Column('first_year', sa.Integer(), nullable=False),
        sa.Column('last_year', sa.Integer(), nullable=False),
        sa.Column('appropriation', sa.BigInteger(), nullable=True),
        sa.Column('expires_on', sa.Date(), nullable=True),
        sa.Column('wish', sa.Text(), nullable=False),
        sa.Column('replaces', sa.Text(), nullable=False),
        sa.Column('replaces_id', sa.Integer(), nullable=True),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=True),
        sa.Column('created_at', Instant(), nullable=False),
        sa.Column('closes_at', Instant(), nullable=True),
        sa.Column('is_example', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("title <> '' AND administration <> ''", name=op.f('ck_grant_scheme_named')),
        sa.CheckConstraint('appropriation IS NULL OR appropriation > 0', name=op.f('ck_grant_scheme_appropriation')),
        sa.CheckConstraint('first_year <= last_year', name=op.f('ck_grant_scheme_in_order')),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_grant_scheme_process_id')),
        sa.ForeignKeyConstraint(['replaces_id'], ['grant_scheme.id'], name=op.f('fk_grant_scheme_replaces_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_grant_scheme_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_grant_scheme')),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f('ck_grant_scheme_state_schemestate')),
    )
    op.create_index(op.f('ix_grant_scheme_process_id'), 'grant_scheme', ['process_id'])
    op.create_index(op.f('ix_grant_scheme_replaces_id'), 'grant_scheme', ['replaces_id'])
    op.create_index(op.f('ix_grant_scheme_unit_id'), 'grant_scheme', ['unit_id'])
    op.create_table(
        'criterion',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('scheme_id', sa.Integer(), nullable=False),
        sa.Column('rank', sa.String(length=40), nullable=False),
        sa.Column('asks', sa.String(length=40), nullable=False),
        sa.Column('heading', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('lacking', sa.Text(), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.CheckConstraint("rank <> 'required' OR lacking <> ''", name=op.f('ck_criterion_lacking')),
        sa.CheckConstraint("text <> '' AND heading <> ''", name=op.f('ck_criterion_text')),
        sa.ForeignKeyConstraint(['scheme_id'], ['grant_scheme.id'], name=op.f('fk_criterion_scheme_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion')),
        sa.CheckConstraint("rank IN ('required', 'weighted', 'advisory')", name=op.f('ck_criterion_rank_rank')),
        sa.CheckConstraint(
            "asks IN ('need', 'goals', 'focus', 'common', 'success', 'indicators', 'theory', 'leader', 'anchoring', 'steering', 'cooperation', 'activities')",
            name=op.f('ck_criterion_asks_asks'),
        ),
    )
    op.create_index('ix_criterion_scheme_id', 'criterion', ['scheme_id', 'id'])
    op.create_table(
        'scheme_point',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('scheme_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f('ck_scheme_point_text')),
        sa.ForeignKeyConstraint(['scheme_id'], ['grant_scheme.id'], name=op.f('fk_scheme_point_scheme_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme_point')),
        sa.CheckConstraint(
            "kind IN ('goal', 'focus', 'target_primary', 'target_secondary', 'method', 'cost', 'activity_money')",
            name=op.f('ck_scheme_point_kind_schemepointkind'),
        ),
    )
    op.create_index('ix_scheme_point_scheme_id', 'scheme_point', ['scheme_id', 'id'])
    op.create_table(
        'grant_application',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('scheme_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('applicant', sa.Text(), nullable=False),
        sa.Column('summary', sa.Text(), nullable=False),
        sa.Column('need', sa.Text(), nullable=False),
        sa.Column('common', sa.Text(), nullable=False),
        sa.Column('leader', sa.Text(), nullable=False),
        sa.Column('anchoring', sa.Text(), nullable=False),
        sa.Column('cooperation', sa.Text(), nullable=False),
        sa.Column('activities', sa.Text(), nullable=False),
        sa.Column('submitted_at', Instant(), nullable=True),
        sa.Column('decision_id', sa.Integer(), nullable=True),
        sa.Column('granted', sa.BigInteger(), nullable=True),
        sa.Column('activity_money', sa.BigInteger(), nullable=False),
        sa.Column('conditions', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('returned', sa.BigInteger(), nullable=False),
        sa.Column('learnt', sa.Text(), nullable=False),
        sa.Column('closed_on', sa.Date(), nullable=True),
        sa.Column('created_at', Instant(), nullable=False),
        sa.Column('is_example', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(granted IS NULL) = (state IN ('draft', 'submitted', 'refused', 'withdrawn'))",
            name=op.f('ck_grant_application_granted'),
        ),
        sa.CheckConstraint("title <> ''", name=op.f('ck_grant_application_title')),
        sa.CheckConstraint(
            'granted IS NULL OR (granted > 0 AND activity_money BETWEEN 0 AND granted)',
            name=op.f('ck_grant_application_sums'),
        ),
        sa.CheckConstraint('returned >= 0', name=op.f('ck_grant_application_returned')),
        sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_grant_application_author_id')),
        sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_grant_application_decision_id')),
        sa.ForeignKeyConstraint(['scheme_id'], ['grant_scheme.id'], name=op.f('fk_grant_application_scheme_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_grant_application')),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'granted', 'refused', 'closed', 'withdrawn')",
            name=op.f('ck_grant_application_state_applicationstate'),
        ),
    )
    op.create_index(op.f('ix_grant_application_author_id'), 'grant_application', ['author_id'])
    op.create_index(op.f('ix_grant_application_decision_id'), 'grant_application', ['decision_id'])
    op.create_index('ix_grant_application_scheme_id', 'grant_application', ['scheme_id', 'state', 'id'])
    op.create_table(
        'aimed_at',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('application_id', sa.Integer(), nullable=False),
        sa.Column('point_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['application_id'], ['grant_application.id'], name=op.f('fk_aimed_at_application_id')
        ),
        sa.ForeignKeyConstraint(['point_id'], ['scheme_point.id'], name=op.f('fk_aimed_at_point_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_aimed_at')),
        sa.UniqueConstraint('application_id', 'point_id', name=op.f('uq_aimed_at_application_id_point_id')),
    )
    op.create_index(op.f('ix_aimed_at_point_id'), 'aimed_at', ['point_id'])
    op.create_table(
        'assessment',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('application_id', sa.Integer(), nullable=False),
        sa.Column('assessor_id', sa.Integer(), nullable=False),
        sa.Column('has_interest', sa.Boolean(), nullable=False),
        sa.Column('interest', sa.Text(), nullable=False),
        sa.Column('said', sa.Text(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.CheckConstraint("NOT has_interest OR interest <> ''", name=op.f('ck_assessment_interest')),
        sa.ForeignKeyConstraint(
            ['application_id'], ['grant_application.id'], name=op.f('fk_assessment_application_id')
        ),
        sa.ForeignKeyConstraint(['assessor_id'], ['person.id'], name=op.f('fk_assessment_assessor_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment')),
        sa.UniqueConstraint('application_id', 'assessor_id', name=op.f('uq_assessment_application_id_assessor_id')),
    )
    op.create_index(op.f('ix_assessment_assessor_id'), 'assessment', ['assessor_id'])
    op.create_table(
        'chain_link',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('application_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f('ck_chain_link_text')),
        sa.ForeignKeyConstraint(
            ['application_id'], ['grant_application.id'], name=op.f('fk_chain_link_application_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_chain_link')),
        sa.CheckConstraint(
            "kind IN ('problem', 'activity', 'short_effect', 'long_effect', 'assumption', 'actor')",
            name=op.f('ck_chain_link_kind_chainkind'),
        ),
    )
    op.create_index('ix_chain_link_application_id', 'chain_link', ['application_id', 'id'])
    op.create_table(
        'cost_line',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('application_id', sa.Integer(), nullable=False),
        sa.Column('point_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f('ck_cost_line_text')),
        sa.CheckConstraint('amount > 0', name=op.f('ck_cost_line_amount')),
        sa.ForeignKeyConstraint(
            ['application_id'], ['grant_application.id'], name=op.f('fk_cost_line_application_id')
        ),
        sa.ForeignKeyConstraint(['point_id'], ['scheme_point.id'], name=op.f('fk_cost_line_point_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cost_line')),
    )
    op.create_index(op.f('ix_cost_line_application_id'), 'cost_line', ['application_id'])
    op.create_index(op.f('ix_cost_line_point_id'), 'cost_line', ['point_id'])
    op.create_table(
        'grant_activity',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('application_id', sa.Integer(), nullable=False),
        sa.Column('held_on', sa.Date(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('participants', sa.Integer(), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=True),
        sa.Column('text', sa.Text(), nullable=False),
        sa.CheckConstraint("title <> '' AND text <> ''", name=op.f('ck_grant_activity_said')),
        sa.CheckConstraint(
            'participants >= 0 AND (minutes IS NULL OR minutes > 0)', name=op.f('ck_grant_activity_counted')
        ),
        sa.ForeignKeyConstraint(
            ['application_id'], ['grant_application.id'], name=op.f('fk_grant_activity_application_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_grant_activity')),
    )
    op.create_index('ix_grant_activity_application_id', 'grant_activity', ['application_id', 'held_on', 'id'])
    op.create_table(
        'steering_seat',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('application_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('is_administration', sa.Boolean(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_steering_seat_name')),
        sa.ForeignKeyConstraint(
            ['application_id'], ['grant_application.id'], name=op.f('fk_steering_seat_application_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_steering_seat')),
    )
    op.create_index(op.f('ix_steering_seat_application_id'), 'steering_seat', ['application_id'])
    op.create_table(
        'account_line',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('application_id', sa.Integer(), nullable=False),
        sa.Column('activity_id', sa.Integer(), nullable=False),
        sa.Column('spent_on', sa.Date(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('voucher', sa.Text(), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.CheckConstraint("text <> '' AND voucher <> ''", name=op.f('ck_account_line_said')),
        sa.CheckConstraint('amount > 0', name=op.f('ck_account_line_amount')),
        sa.ForeignKeyConstraint(['activity_id'], ['grant_activity.id'], name=op.f('fk_account_line_activity_id')),
        sa.ForeignKeyConstraint(
            ['application_id'], ['grant_application.id'], name=op.f('fk_account_line_application_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_account_line')),
        sa.UniqueConstraint(
            'application_id', 'voucher', 'text', name=op.f('uq_account_line_application_id_voucher_text')
        ),
    )
    op.create_index(op.f('ix_account_line_activity_id'), 'account_line', ['activity_id'])
    op.create_index('ix_account_line_application_id', 'account_line', ['application_id', 'spent_on', 'id'])
    op.create_table(
        'score',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('assessment_id', sa.Integer(), nullable=False),
        sa.Column('criterion_id', sa.Integer(), nullable=False),
        sa.Column('points', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f('ck_score_reason')),
        sa.CheckConstraint('points BETWEEN 0 AND 5', name=op.f('ck_score_points')),
        sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_score_assessment_id')),
        sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_score_criterion_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_score')),
        sa.UniqueConstraint('assessment_id', 'criterion_id', name=op.f('uq_score_assessment_id_criterion_id')),
    )
    op.create_index(op.f('ix_score_criterion_id'), 'score', ['criterion_id'])


def downgrade() -> None:
    """Take it away."""
    own = "'scheme', 'application'"
    op.execute(f'DELETE FROM trace_link WHERE source_kind IN ({own}) OR target_kind IN ({own})')
    for table in ('correction', 'posting', 'follow'):
        op.execute(f'DELETE FROM {table} WHERE kind IN ({own})')
    goals = "SELECT id FROM goal WHERE kind = 'application'"
    op.execute(f'DELETE FROM measurement WHERE indicator_id IN (SELECT id FROM indicator WHERE goal_id IN ({goals}))')
    op.execute(f'DELETE FROM indicator WHERE goal_id IN ({goals})')
    op.execute("DELETE FROM goal WHERE kind = 'application'")
    op.execute("DELETE FROM rendition WHERE what IN ('grant_letter', 'grant_report')")
    with op.batch_alter_table('rendition') as table:
        table.drop_constraint(op.f('ck_rendition_what_what'), type_='check')
        table.create_check_constraint(op.f('ck_rendition_what_what'), BEFORE)
    op.drop_table('score')
    op.drop_table('account_line')
    op.drop_table('steering_seat')
    op.drop_table('grant_activity')
    op.drop_table('cost_line')
    op.drop_table('chain_link')
    op.drop_table('assessment')
    op.drop_table('aimed_at')
    op.drop_table('grant_application')
    op.drop_table('scheme_point')
    op.drop_table('criterion')
    op.drop_table('grant_scheme')
