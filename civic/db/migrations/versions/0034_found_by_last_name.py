"""People are found by the first letters of their last name too."""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None
AT_ONCE = 5000


def upgrade() -> None:
    """Write down everybody's last name."""
    op.add_column('person', sa.Column('last_name', sa.Text(), server_default='', nullable=False))
    person = sa.table('person', sa.column('id', sa.Integer), sa.column('name', sa.Text), sa.column('last_name', sa.Text))
    bind = op.get_bind()
    after = 0
    while rows := bind.execute(
        sa.select(person.c.id, person.c.name).where(person.c.id > after).order_by(person.c.id).limit(AT_ONCE)
    ).all():
        after = rows[-1].id
        found = [{'number': one.id, 'last': one.name.split()[-1]} for one in rows if len(one.name.split()) > 1]
        if found:
            changed = person.update().where(person.c.id == sa.bindparam('number'))
            bind.execute(changed.values(last_name=sa.bindparam('last')), found)
    op.create_index(
        op.f('ix_person_last_begins'), 'person', ['state', 'last_name'], postgresql_ops={'last_name': 'text_pattern_ops'}
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_index(op.f('ix_person_last_begins'), 'person')
    op.drop_column('person', 'last_name')
