"""Programmes, plans, approvals and what was learnt."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant
from civic.db.frozen import freezing, thawing

revision = '0078'
down_revision = '0077'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.create_table(
        'goal',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('criterion', sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f('ck_goal_text')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_goal')),
    )
    op.create_index('ix_goal_kind_thing_id', 'goal', ['kind', 'thing_id', 'id'])
    op.create_table(
        'programme',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('funder', sa.Text(), nullable=False),
        sa.Column('calls_plan', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('duration', sa.Text(), nullable=False),
        sa.Column('share', sa.Integer(), nullable=False),
        sa.Column('share_of', sa.Integer(), nullable=False),
        sa.Column('asks_municipality', sa.Boolean(), nullable=False),
        sa.Column('asks_housing', sa.Boolean(), nullable=False),
        sa.Column('asks_steering', sa.Boolean(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('replaces_id', sa.Integer(), nullable=True),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.CheckConstraint("name <> '' AND funder <> '' AND calls_plan <> ''", name=op.f('ck_programme_named')),
        sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_programme_in_order')),
        sa.CheckConstraint('share_of > 0 AND share >= 0 AND share <= share_of', name=op.f('ck_programme_share')),
        sa.ForeignKeyConstraint(['replaces_id'], ['programme.id'], name=op.f('fk_programme_replaces_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
        sa.UniqueConstraint('replaces_id', name=op.f('uq_programme_replaces_id')),
        sa.CheckConstraint("state IN ('draft', 'in_force')", name=op.f('ck_programme_state_programmestate')),
    )
    op.create_table(
        'indicator',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('goal_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('unit', sa.Text(), nullable=False),
        sa.Column('baseline', sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column('target', sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column('due_on', sa.Date(), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f('ck_indicator_text')),
        sa.ForeignKeyConstraint(['goal_id'], ['goal.id'], name=op.f('fk_indicator_goal_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator')),
    )
    op.create_index(op.f('ix_indicator_goal_id'), 'indicator', ['goal_id'])
    op.create_table(
        'programme_theme',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('programme_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_programme_theme_name')),
        sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_programme_theme_programme_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_theme')),
        sa.UniqueConstraint('programme_id', 'name', name=op.f('uq_programme_theme_programme_id_name')),
    )
    op.create_table(
        'measurement',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('indicator_id', sa.Integer(), nullable=False),
        sa.Column('measured_on', sa.Date(), nullable=False),
        sa.Column('measured', sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('entered_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_measurement_indicator_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_measurement')),
    )
    op.create_index(op.f('ix_measurement_indicator_id'), 'measurement', ['indicator_id'])
    op.create_table(
        'social_master_plan',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('programme_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('first_day', sa.Date(), nullable=True),
        sa.Column('last_day', sa.Date(), nullable=True),
        sa.Column('unit_id', sa.Integer(), nullable=True),
        sa.Column('takes_part', sa.Text(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('submitted_on', sa.Date(), nullable=True),
        sa.Column('ended_on', sa.Date(), nullable=True),
        sa.Column('anchored', sa.Text(), nullable=False),
        sa.Column('created_at', Instant(), nullable=False),
        sa.Column('is_example', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f('ck_social_master_plan_title')),
        sa.CheckConstraint(
            'first_day IS NULL OR last_day IS NULL OR first_day <= last_day',
            name=op.f('ck_social_master_plan_in_order'),
        ),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_social_master_plan_process_id')),
        sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_social_master_plan_programme_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_social_master_plan_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_social_master_plan')),
        sa.CheckConstraint(
            "state IN ('preparing', 'in_approval', 'submitted', 'running', 'refused', 'ended')",
            name=op.f('ck_social_master_plan_state_planstate'),
        ),
    )
    op.create_index(op.f('ix_social_master_plan_process_id'), 'social_master_plan', ['process_id'])
    op.create_index(op.f('ix_social_master_plan_programme_id'), 'social_master_plan', ['programme_id'])
    op.create_index(op.f('ix_social_master_plan_unit_id'), 'social_master_plan', ['unit_id'])
    op.create_table(
        'agreement',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('parent_id', sa.Integer(), nullable=True),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('parties', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('agreed_on', sa.Date(), nullable=True),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.CheckConstraint("(kind = 'partial') = (parent_id IS NOT NULL)", name=op.f('ck_agreement_under')),
        sa.CheckConstraint("title <> ''", name=op.f('ck_agreement_title')),
        sa.ForeignKeyConstraint(['parent_id'], ['agreement.id'], name=op.f('fk_agreement_parent_id')),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_agreement_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement')),
        sa.CheckConstraint(
            "kind IN ('cooperation', 'strategic', 'partial')", name=op.f('ck_agreement_kind_agreementkind')
        ),
    )
    op.create_index(op.f('ix_agreement_parent_id'), 'agreement', ['parent_id'])
    op.create_index(op.f('ix_agreement_plan_id'), 'agreement', ['plan_id'])
    op.create_table(
        'approval_step',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('gate', sa.String(length=40), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=True),
        sa.Column('organisation_id', sa.Integer(), nullable=True),
        sa.Column('is_residents', sa.Boolean(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('asked_on', sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(gate = 'housing') = (organisation_id IS NOT NULL)", name=op.f('ck_approval_step_organisation')
        ),
        sa.CheckConstraint(
            "(gate = 'municipality') = (body_id IS NOT NULL)", name=op.f('ck_approval_step_political')
        ),
        sa.CheckConstraint("NOT is_residents OR gate = 'housing'", name=op.f('ck_approval_step_residents')),
        sa.CheckConstraint("body_id IS NULL OR gate = 'municipality'", name=op.f('ck_approval_step_body')),
        sa.CheckConstraint("name <> ''", name=op.f('ck_approval_step_name')),
        sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_approval_step_body_id')),
        sa.ForeignKeyConstraint(
            ['organisation_id'], ['organisation.id'], name=op.f('fk_approval_step_organisation_id')
        ),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_approval_step_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_approval_step')),
        sa.UniqueConstraint('plan_id', 'body_id', name=op.f('uq_approval_step_plan_id_body_id')),
        sa.UniqueConstraint(
            'plan_id',
            'organisation_id',
            'is_residents',
            name=op.f('uq_approval_step_plan_id_organisation_id_is_residents'),
        ),
        sa.CheckConstraint(
            "gate IN ('municipality', 'housing', 'steering', 'fund')", name=op.f('ck_approval_step_gate_gate')
        ),
    )
    op.create_index(op.f('ix_approval_step_body_id'), 'approval_step', ['body_id'])
    op.create_index(op.f('ix_approval_step_organisation_id'), 'approval_step', ['organisation_id'])
    op.create_index(
        'uq_approval_step_fund',
        'approval_step',
        ['plan_id'],
        unique=True,
        sqlite_where=sa.text("gate = 'fund'"),
        postgresql_where=sa.text("gate = 'fund'"),
    )
    op.create_table(
        'effort',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('theme_id', sa.Integer(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('responsible', sa.Text(), nullable=False),
        sa.Column('takes_part', sa.Text(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f('ck_effort_title')),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_effort_plan_id')),
        sa.ForeignKeyConstraint(['theme_id'], ['programme_theme.id'], name=op.f('fk_effort_theme_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_effort')),
    )
    op.create_index('ix_effort_plan_id', 'effort', ['plan_id', 'id'])
    op.create_index(op.f('ix_effort_theme_id'), 'effort', ['theme_id'])
    op.create_table(
        'financing_source',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_financing_source_name')),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_financing_source_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_financing_source')),
        sa.UniqueConstraint('plan_id', 'name', name=op.f('uq_financing_source_plan_id_name')),
        sa.CheckConstraint("kind IN ('fund', 'local', 'other')", name=op.f('ck_financing_source_kind_sourcekind')),
    )
    op.create_table(
        'lesson',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('theme', sa.Text(), nullable=False),
        sa.Column('place', sa.Text(), nullable=False),
        sa.Column('tried', sa.Text(), nullable=False),
        sa.Column('came_of_it', sa.Text(), nullable=False),
        sa.Column('contact', sa.Text(), nullable=False),
        sa.Column('created_at', Instant(), nullable=False),
        sa.Column('is_example', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("title <> '' AND tried <> '' AND came_of_it <> ''", name=op.f('ck_lesson_said')),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_lesson_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson')),
        sa.CheckConstraint("state IN ('draft', 'published', 'taken_back')", name=op.f('ck_lesson_state_lessonstate')),
    )
    op.create_index(op.f('ix_lesson_plan_id'), 'lesson', ['plan_id'])
    op.create_table(
        'plan_area',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('area_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_plan_area_area_id')),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_plan_area_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_area')),
        sa.UniqueConstraint('plan_id', 'area_id', name=op.f('uq_plan_area_plan_id_area_id')),
    )
    op.create_index(op.f('ix_plan_area_area_id'), 'plan_area', ['area_id'])
    op.create_table(
        'plan_organisation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['organisation_id'], ['organisation.id'], name=op.f('fk_plan_organisation_organisation_id')
        ),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_plan_organisation_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_organisation')),
        sa.UniqueConstraint('plan_id', 'organisation_id', name=op.f('uq_plan_organisation_plan_id_organisation_id')),
    )
    op.create_index(op.f('ix_plan_organisation_organisation_id'), 'plan_organisation', ['organisation_id'])
    op.create_table(
        'plan_seat',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('part', sa.String(length=40), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('stands_for', sa.Text(), nullable=False),
        sa.Column('profile', sa.Text(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=True),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('is_example', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f('ck_plan_seat_name')),
        sa.CheckConstraint(
            'starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on', name=op.f('ck_plan_seat_in_order')
        ),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_plan_seat_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_seat')),
        sa.CheckConstraint(
            "part IN ('dialogue', 'steering', 'secretariat', 'project_leader', 'staff')",
            name=op.f('ck_plan_seat_part_seatpart'),
        ),
    )
    op.create_index(op.f('ix_plan_seat_plan_id'), 'plan_seat', ['plan_id'])
    op.create_table(
        'plan_version',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('summary', sa.Text(), nullable=False),
        sa.Column('issued_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_plan_version_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_version')),
        sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_plan_version_plan_id_number')),
    )
    op.create_table(
        'financing_line',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('effort_id', sa.Integer(), nullable=True),
        sa.Column('paid_by_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('hours', sa.Integer(), nullable=True),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.CheckConstraint("(kind = 'own_hours') = (hours IS NOT NULL)", name=op.f('ck_financing_line_hours')),
        sa.CheckConstraint('amount > 0', name=op.f('ck_financing_line_amount')),
        sa.ForeignKeyConstraint(['effort_id'], ['effort.id'], name=op.f('fk_financing_line_effort_id')),
        sa.ForeignKeyConstraint(['paid_by_id'], ['financing_source.id'], name=op.f('fk_financing_line_paid_by_id')),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_financing_line_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_financing_line')),
        sa.CheckConstraint("kind IN ('cash', 'own_hours')", name=op.f('ck_financing_line_kind_linekind')),
    )
    op.create_index(op.f('ix_financing_line_effort_id'), 'financing_line', ['effort_id'])
    op.create_index(op.f('ix_financing_line_paid_by_id'), 'financing_line', ['paid_by_id'])
    op.create_index('ix_financing_line_plan_id', 'financing_line', ['plan_id', 'id'])
    op.create_table(
        'plan_event',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('effort_id', sa.Integer(), nullable=True),
        sa.Column('area_id', sa.Integer(), nullable=True),
        sa.Column('happened_on', sa.Date(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f('ck_plan_event_text')),
        sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_plan_event_area_id')),
        sa.ForeignKeyConstraint(['effort_id'], ['effort.id'], name=op.f('fk_plan_event_effort_id')),
        sa.ForeignKeyConstraint(['plan_id'], ['social_master_plan.id'], name=op.f('fk_plan_event_plan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_event')),
    )
    op.create_index(op.f('ix_plan_event_area_id'), 'plan_event', ['area_id'])
    op.create_index(op.f('ix_plan_event_effort_id'), 'plan_event', ['effort_id'])
    op.create_index('ix_plan_event_plan_id_happened_on', 'plan_event', ['plan_id', 'happened_on', 'id'])
    op.create_table(
        'approval',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('step_id', sa.Integer(), nullable=False),
        sa.Column('version_id', sa.Integer(), nullable=False),
        sa.Column('is_yes', sa.Boolean(), nullable=False),
        sa.Column('decided_on', sa.Date(), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('document', sa.Text(), nullable=False),
        sa.Column('paper_id', sa.Integer(), nullable=True),
        sa.Column('decision_id', sa.Integer(), nullable=True),
        sa.Column('said', sa.Text(), nullable=False),
        sa.Column('entered_at', Instant(), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f('ck_approval_body')),
        sa.CheckConstraint(
            "document <> '' OR paper_id IS NOT NULL OR decision_id IS NOT NULL", name=op.f('ck_approval_document')
        ),
        sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_approval_decision_id')),
        sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_approval_paper_id')),
        sa.ForeignKeyConstraint(['step_id'], ['approval_step.id'], name=op.f('fk_approval_step_id')),
        sa.ForeignKeyConstraint(['version_id'], ['plan_version.id'], name=op.f('fk_approval_version_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_approval')),
    )
    op.create_index(op.f('ix_approval_decision_id'), 'approval', ['decision_id'])
    op.create_index(op.f('ix_approval_paper_id'), 'approval', ['paper_id'])
    op.create_index('ix_approval_step_id', 'approval', ['step_id', 'id'])
    op.create_index(op.f('ix_approval_version_id'), 'approval', ['version_id'])
    op.create_table(
        'upheld_approval',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('approval_id', sa.Integer(), nullable=False),
        sa.Column('version_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f('ck_upheld_approval_reason')),
        sa.ForeignKeyConstraint(['approval_id'], ['approval.id'], name=op.f('fk_upheld_approval_approval_id')),
        sa.ForeignKeyConstraint(['version_id'], ['plan_version.id'], name=op.f('fk_upheld_approval_version_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_upheld_approval')),
        sa.UniqueConstraint('approval_id', 'version_id', name=op.f('uq_upheld_approval_approval_id_version_id')),
    )
    op.create_index(op.f('ix_upheld_approval_version_id'), 'upheld_approval', ['version_id'])
    dialect = op.get_bind().dialect.name
    for statement in freezing('plan_version', dialect):
        op.execute(statement)


def downgrade() -> None:
    """Take it away."""
    own = "'plan', 'effort', 'lesson'"
    op.execute(f'DELETE FROM trace_link WHERE source_kind IN ({own}) OR target_kind IN ({own})')
    said = f'SELECT id FROM comment WHERE kind IN ({own})'
    for table in ('wording', 'useful'):
        op.execute(f'DELETE FROM {table} WHERE comment_id IN ({said})')
    op.execute(f'DELETE FROM comment WHERE kind IN ({own}) AND reply_to_id IS NOT NULL')
    for table in ('comment', 'correction', 'posting', 'follow', 'topic_of', 'area_of'):
        op.execute(f'DELETE FROM {table} WHERE kind IN ({own})')
    dialect = op.get_bind().dialect.name
    for statement in thawing('plan_version', dialect):
        op.execute(statement)
    op.drop_table('upheld_approval')
    op.drop_table('approval')
    op.drop_table('plan_event')
    op.drop_table('financing_line')
    op.drop_table('plan_version')
    op.drop_table('plan_seat')
    op.drop_table('plan_organisation')
    op.drop_table('plan_area')
    op.drop_table('lesson')
    op.drop_table('financing_source')
    op.drop_table('effort')
    op.drop_table('approval_step')
    op.drop_table('agreement')
    op.drop_table('social_master_plan')
    op.drop_table('measurement')
    op.drop_table('programme_theme')
    op.drop_table('indicator')
    op.drop_table('programme')
    op.drop_table('goal')
