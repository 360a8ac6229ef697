"""Addresses that were kept in full-width letters or as xn-- get the form that is looked for since 44."""

import sqlalchemy as sa
from alembic import op

from civic.kernel.mailbox import bare, normal

revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None

KEPT = {'person': None, 'sender': None, 'registration': 'meeting_id', 'participant': 'group_id', 'entrant': 'draw_id'}
"""Tables with addresses, and within what an address is there once."""


def upgrade() -> None:
    """Rewrite those that read otherwise now; where the other form is there already, two rows are of one mailbox."""
    connection = op.get_bind()
    for name, within in KEPT.items():
        columns = [sa.column('id'), sa.column('email'), *([sa.column(within)] if within else [])]
        table = sa.table(name, *columns)
        rows = connection.execute(sa.select(*columns).where(table.c.email != '')).all()
        there = {(row[1], *row[2:]) for row in rows}
        for number, email, *place in rows:
            found = normal(email)
            if found != email and (name == 'sender' or (found, *place) not in there):
                there.add((found, *place))
                connection.execute(sa.update(table).where(table.c.id == number).values(email=found))
    entrant = sa.table('entrant', sa.column('id'), sa.column('draw_id'), sa.column('email'), sa.column('mailbox'))
    rows = connection.execute(sa.select(*entrant.c).where(entrant.c.mailbox != '')).all()
    held = {(draw, mailbox) for _number, draw, _email, mailbox in rows}
    for number, draw, email, mailbox in rows:
        if (draw, bare(email)) not in held:
            held.add((draw, bare(email)))
            connection.execute(sa.update(entrant).where(entrant.c.id == number).values(mailbox=bare(email)))


def downgrade() -> None:
    """Both forms lead to the mailbox: nothing is to be taken back."""
