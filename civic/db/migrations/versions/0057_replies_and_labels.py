"""Comments are replied to, labelled and found useful, and what they said before stays beside them."""

import sqlalchemy as sa
from alembic import op

import civic.db.base

revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None
INDICES = (
    ('ix_comment_useful', ['kind', 'thing_id', 'useful', 'id'], 'reply_to_id IS NULL'),
    ('ix_comment_labelled', ['kind', 'thing_id', 'label', 'useful', 'id'], 'label IS NOT NULL'),
    ('ix_comment_replies', ['reply_to_id', 'id'], 'reply_to_id IS NOT NULL'),
)


def upgrade() -> None:
    """Make room for it; what stands has no label and replies to nothing."""
    with op.batch_alter_table('comment') as batch:
        batch.add_column(sa.Column('label', sa.String(length=40), nullable=True))
        batch.add_column(sa.Column('reply_to_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('useful', sa.Integer(), server_default='0', nullable=False))
        batch.create_check_constraint(
            op.f('ck_comment_label_label'), "label IN ('for', 'against', 'question')"
        )
        batch.create_foreign_key(op.f('fk_comment_reply_to_id'), 'comment', ['reply_to_id'], ['id'])
    for name, columns, condition in INDICES:
        where = sa.text(condition)
        op.create_index(name, 'comment', columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        'wording',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('until', civic.db.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_wording_comment_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_wording')),
    )
    op.create_index(op.f('ix_wording_comment_id'), 'wording', ['comment_id'])
    op.create_table(
        'useful',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('at', civic.db.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_useful_comment_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_useful_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_useful')),
        sa.UniqueConstraint('comment_id', 'person_id', name=op.f('uq_useful_comment_id_person_id')),
    )
    op.create_index(op.f('ix_useful_person_id'), 'useful', ['person_id'])


def downgrade() -> None:
    """Take it away; replies stand in their thread like other comments."""
    op.drop_table('useful')
    op.drop_table('wording')
    for name, _columns, _condition in INDICES:
        op.drop_index(name, 'comment')
    with op.batch_alter_table('comment') as batch:
        batch.drop_constraint(op.f('fk_comment_reply_to_id'), type_='foreignkey')
        batch.drop_constraint(op.f('ck_comment_label_label'), type_='check')
        for column in ('useful', 'reply_to_id', 'label'):
            batch.drop_column(column)
