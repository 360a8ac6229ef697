"""Whether a sender's name is an account's, others are marked; and the ground on which a held text is shown."""

import hmac
import secrets

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

GROUNDS = ('looked_at', 'other_number', 'invented', 'own_wish', 'mistake')


def upgrade() -> None:
    """Say it of those who are there: who had an account, and whose answer staff entered."""
    with op.batch_alter_table('sender') as table:
        table.add_column(sa.Column('is_proved', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('ruling') as table:
        table.add_column(sa.Column('ground', sa.String(40)))
        table.create_check_constraint(op.f('ck_ruling_ground_ground'), sa.column('ground').in_(GROUNDS))
    with op.batch_alter_table('response') as table:
        table.add_column(sa.Column('seal', sa.Text(), nullable=False, server_default=''))
    _sealed()
    where = sa.text("ruled IN ('masked', 'redacted')")
    op.create_index(op.f('ix_ruling_taken_out'), 'ruling', ['id'], sqlite_where=where, postgresql_where=where)
    op.execute(
        "UPDATE sender SET is_proved = true WHERE id IN (SELECT sender_id FROM response WHERE medium <> 'written')"
        ' OR EXISTS (SELECT 1 FROM person WHERE person.id = sender.person_id AND person.name = sender.name)'
    )


def _sealed():
    """Make every fingerprint anew, of what the words are now, with a seal: from the old ones numbers could be found."""
    bind = op.get_bind()
    for response_id, text in bind.execute(sa.text('SELECT id, text FROM response')).all():
        seal = secrets.token_urlsafe(32)
        made = {'id': response_id, 'seal': seal, 'made': hmac.digest(seal.encode(), text.encode(), 'sha256').hex()}
        bind.execute(sa.text('UPDATE response SET seal = :seal, received_hash = :made WHERE id = :id'), made)
    bind.execute(sa.text("UPDATE response_revision SET received_hash = ''"))


def downgrade() -> None:
    """Forget it."""
    op.drop_index(op.f('ix_ruling_taken_out'), 'ruling')
    with op.batch_alter_table('response') as table:
        table.drop_column('seal')
    with op.batch_alter_table('ruling') as table:
        table.drop_constraint(op.f('ck_ruling_ground_ground'), type_='check')
        table.drop_column('ground')
    with op.batch_alter_table('sender') as table:
        table.drop_column('is_proved')
