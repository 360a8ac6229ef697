"""Methods of voting, and votes with lines."""

import secrets

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0081'
down_revision = '0080'
branch_labels = None
depends_on = None

ENUMS = {
    'method': "'yes_no', 'one', 'some', 'approval', 'points', 'runoff', 'schulze', 'transfer', 'budget'",
    'spending': "'greedy', 'shares'",
    'marking': "'approval', 'knapsack'",
    'tie': "'falls', 'new_vote', 'draw'",
}
NAMES = {'method': 'method', 'spending': 'spending', 'marking': 'marking', 'tie': 'tierule'}
CHECKS = {
    'counts': 'winners > 0 AND most > 0',
    'sum': "(method = 'budget') = (sum IS NOT NULL)",
    'spent': 'sum IS NULL OR (sum > 0 AND spending IS NOT NULL AND marking IS NOT NULL)',
    'quorum': 'quorum BETWEEN 0 AND 100',
    'tie': "tie <> 'falls' OR method = 'yes_no'",
    'frozen': "(state = 'draft') = (frozen IS NULL)",
    'draw': "draw_words = '' OR draw_secret <> ''",
}


def upgrade() -> None:
    """Make room for it."""
    text = sa.Text()
    with op.batch_alter_table('ballot') as table:
        table.drop_constraint(op.f('ck_ballot_mode_mode'), type_='check')
        table.alter_column('mode', new_column_name='secrecy')
        table.create_check_constraint(op.f('ck_ballot_secrecy_secrecy'), "secrecy IN ('open', 'confidential')")
        for name, default in (('method', 'one'), ('tie', 'new_vote')):
            table.add_column(sa.Column(name, sa.String(40), nullable=False, server_default=default))
        for name, default in (('winners', '1'), ('most', '1'), ('quorum', '0')):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=default))
        table.add_column(sa.Column('sum', sa.BigInteger(), nullable=True))
        for name in ('spending', 'marking'):
            table.add_column(sa.Column(name, sa.String(40), nullable=True))
        for name in ('is_shuffled', 'waits_for_person'):
            table.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column('published_at', Instant(), nullable=True))
        table.add_column(sa.Column('frozen', sa.JSON(), nullable=True))
        for name in ('frozen_sha256', 'draw_commitment', 'draw_secret', 'draw_source', 'draw_words'):
            table.add_column(sa.Column(name, text, nullable=False, server_default=''))
        table.add_column(sa.Column('draw_on', sa.Date(), nullable=True))
    # what was opened before is as it was opened: nothing says by a hash that it is
    op.execute(sa.text("UPDATE ballot SET frozen = '{}' WHERE state <> 'draft'"))
    with op.batch_alter_table('ballot') as table:
        for name, values in ENUMS.items():
            table.create_check_constraint(op.f(f'ck_ballot_{name}_{NAMES[name]}'), f'{name} IN ({values})')
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f'ck_ballot_{name}'), condition)
        for name in (
            'method', 'tie', 'winners', 'most', 'quorum', 'is_shuffled', 'waits_for_person', 'frozen_sha256',
            'draw_commitment', 'draw_secret', 'draw_source', 'draw_words',
        ):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table('ballot_option') as table:
        table.add_column(sa.Column('cost', sa.BigInteger(), nullable=True))
        table.create_check_constraint(op.f('ck_ballot_option_cost'), 'cost IS NULL OR cost > 0')
    with op.batch_alter_table('vote') as table:
        table.add_column(sa.Column('lines', text, nullable=False, server_default=''))
        table.add_column(sa.Column('receipt', text, nullable=True))
    place = 'SELECT CAST(o.position AS VARCHAR(20)) FROM ballot_option o WHERE o.id = vote.option_id'
    op.execute(sa.text(f"UPDATE vote SET lines = ({place}) || '\\:1'"))
    connection = op.get_bind()
    for (number,) in connection.execute(sa.text('SELECT id FROM vote ORDER BY id')).all():
        code = ''.join(secrets.choice('23456789ABCDEFGHJKLMNPQRSTUVWXYZ') for _ in range(10))
        connection.execute(sa.text('UPDATE vote SET receipt = :code WHERE id = :id'), {'code': code, 'id': number})
    with op.batch_alter_table('vote') as table:
        table.drop_index(op.f('ix_vote_option_id'))
        table.drop_constraint(op.f('fk_vote_option_id'), type_='foreignkey')
        table.drop_column('option_id')
        table.alter_column('lines', server_default=None)
        table.alter_column('receipt', nullable=False)
        table.create_unique_constraint(op.f('uq_vote_receipt'), ['receipt'])


def downgrade() -> None:
    """Take it away: what is left of a vote is the first that it marks, where it is one."""
    with op.batch_alter_table('vote') as table:
        table.drop_constraint(op.f('uq_vote_receipt'), type_='unique')
        table.add_column(sa.Column('option_id', sa.Integer(), nullable=True))
    find = (
        "SELECT o.id FROM ballot_option o JOIN roll_entry r ON r.ballot_id = o.ballot_id "
        "WHERE r.id = vote.entry_id AND vote.lines = CAST(o.position AS VARCHAR(20)) || '\\:1'"
    )
    op.execute(sa.text(f'UPDATE vote SET option_id = ({find})'))
    op.execute('DELETE FROM vote WHERE option_id IS NULL')
    with op.batch_alter_table('vote') as table:
        table.alter_column('option_id', nullable=False)
        table.create_foreign_key(op.f('fk_vote_option_id'), 'ballot_option', ['option_id'], ['id'])
        table.create_index(op.f('ix_vote_option_id'), ['option_id'])
        table.drop_column('receipt')
        table.drop_column('lines')
    with op.batch_alter_table('ballot_option') as table:
        table.drop_constraint(op.f('ck_ballot_option_cost'), type_='check')
        table.drop_column('cost')
    with op.batch_alter_table('ballot') as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f'ck_ballot_{name}'), type_='check')
        for name in ENUMS:
            table.drop_constraint(op.f(f'ck_ballot_{name}_{NAMES[name]}'), type_='check')
        for name in (
            'method', 'tie', 'winners', 'most', 'quorum', 'sum', 'spending', 'marking', 'is_shuffled',
            'waits_for_person', 'published_at', 'frozen', 'frozen_sha256', 'draw_commitment', 'draw_secret',
            'draw_source', 'draw_words', 'draw_on',
        ):
            table.drop_column(name)
        table.drop_constraint(op.f('ck_ballot_secrecy_secrecy'), type_='check')
        table.alter_column('secrecy', new_column_name='mode')
        table.create_check_constraint(op.f('ck_ballot_mode_mode'), "mode IN ('open', 'confidential')")
