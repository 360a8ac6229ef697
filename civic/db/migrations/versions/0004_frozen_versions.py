"""Published versions and their texts can no longer be changed, by anybody."""

from alembic import op

from civic.db.frozen import freezing, thawing

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

TABLES = ('version', 'section_text')


def upgrade() -> None:
    """Freeze them."""
    for table in TABLES:
        for statement in freezing(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Let them be changed again."""
    for table in TABLES:
        for statement in thawing(table, op.get_bind().dialect.name):
            op.execute(statement)
