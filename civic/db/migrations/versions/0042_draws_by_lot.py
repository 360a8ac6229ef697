"""Draws by lot: what is asked, who entered, and each round with what it was drawn from."""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.create_table('draw',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('process_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('prepared', 'open', 'ended', 'frozen', 'drawn', name='drawstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('forgets_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('public_source', sa.Text(), nullable=False),
    sa.Column('is_example', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("title <> ''", name=op.f('ck_draw_title')),
    sa.CheckConstraint('forgets_at > closes_at', name=op.f('ck_draw_forgets_at')),
    sa.CheckConstraint('seats > 0', name=op.f('ck_draw_seats')),
    sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_draw_process_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw'))
    )
    with op.batch_alter_table('draw', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draw_process_id'), ['process_id'], unique=False)

    op.create_table('draw_feature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draw_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_draw_feature_name')),
    sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name=op.f('fk_draw_feature_draw_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw_feature')),
    sa.UniqueConstraint('draw_id', 'number', name=op.f('uq_draw_feature_draw_id_number'))
    )
    op.create_table('draw_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draw_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'ready', 'impossible', 'drawn', name='roundstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('commitment', sa.Text(), nullable=False),
    sa.Column('secret', sa.Text(), nullable=False),
    sa.Column('public_words', sa.Text(), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('portfolio', sa.JSON(), nullable=False),
    sa.Column('faults', sa.JSON(), nullable=False),
    sa.Column('drawn', sa.JSON(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state <> 'drawn' OR public_words <> ''", name=op.f('ck_draw_round_drawn_in_public')),
    sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name=op.f('fk_draw_round_draw_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw_round')),
    sa.UniqueConstraint('draw_id', 'number', name=op.f('uq_draw_round_draw_id_number'))
    )
    with op.batch_alter_table('draw_round', schema=None) as batch_op:
        batch_op.create_index('ix_draw_round_waiting', ['id'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('draw_value',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('feature_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('least', sa.Integer(), nullable=False),
    sa.Column('most', sa.Integer(), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_draw_value_name')),
    sa.CheckConstraint('0 <= least AND least <= most', name=op.f('ck_draw_value_quota')),
    sa.ForeignKeyConstraint(['feature_id'], ['draw_feature.id'], name=op.f('fk_draw_value_feature_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw_value')),
    sa.UniqueConstraint('feature_id', 'id', name=op.f('uq_draw_value_feature_id_id')),
    sa.UniqueConstraint('feature_id', 'number', name=op.f('uq_draw_value_feature_id_number'))
    )
    op.create_table('entrant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draw_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_coming', sa.Boolean(), nullable=True),
    sa.CheckConstraint('(answered_at IS NULL) = (is_coming IS NULL)', name=op.f('ck_entrant_answer')),
    sa.CheckConstraint('answered_at IS NULL OR round_id IS NOT NULL', name=op.f('ck_entrant_answers_when_drawn')),
    sa.CheckConstraint('number IS NULL OR confirmed_at IS NOT NULL', name=op.f('ck_entrant_confirmed')),
    sa.CheckConstraint('round_id IS NULL OR number IS NOT NULL', name=op.f('ck_entrant_numbered')),
    sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name=op.f('fk_entrant_draw_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_entrant_person_id')),
    sa.ForeignKeyConstraint(['round_id'], ['draw_round.id'], name=op.f('fk_entrant_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entrant')),
    sa.UniqueConstraint('token', name=op.f('uq_entrant_token'))
    )
    with op.batch_alter_table('entrant', schema=None) as batch_op:
        batch_op.create_index('ix_entrant_draw_id', ['draw_id', 'id'], unique=False)
        unconfirmed = sa.text('confirmed_at IS NULL')
        batch_op.create_index(
            'ix_entrant_unconfirmed', ['entered_at'], sqlite_where=unconfirmed, postgresql_where=unconfirmed
        )
        batch_op.create_index(batch_op.f('ix_entrant_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entrant_round_id'), ['round_id'], unique=False)
        batch_op.create_index('uq_entrant_email', ['draw_id', 'email'], unique=True, sqlite_where=sa.text("email <> '' AND left_at IS NULL"), postgresql_where=sa.text("email <> '' AND left_at IS NULL"))
        batch_op.create_index('uq_entrant_number', ['draw_id', 'number'], unique=True, sqlite_where=sa.text('number IS NOT NULL'), postgresql_where=sa.text('number IS NOT NULL'))

    op.create_table('entrant_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entrant_id', sa.Integer(), nullable=False),
    sa.Column('feature_id', sa.Integer(), nullable=False),
    sa.Column('value_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entrant_id'], ['entrant.id'], name=op.f('fk_entrant_answer_entrant_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['feature_id', 'value_id'], ['draw_value.feature_id', 'draw_value.id'], name=op.f('fk_entrant_answer_feature_id_value_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entrant_answer')),
    sa.UniqueConstraint('entrant_id', 'feature_id', name=op.f('uq_entrant_answer_entrant_id_feature_id'))
    )


def downgrade() -> None:
    """Take it away, and what hangs on it."""
    for table in ('correction', 'posting'):
        op.execute(f"DELETE FROM {table} WHERE kind = 'draw'")
    for table in ('entrant_answer', 'entrant', 'draw_value', 'draw_round', 'draw_feature', 'draw'):
        op.drop_table(table)
