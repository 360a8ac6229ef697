"""A comment came from nothing and led to nothing by being made: what it was said of stands in its own row."""

from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take away the links that said that a comment led to the proposal it was said of."""
    op.execute(
        "DELETE FROM trace_link WHERE source_kind = 'comment' AND target_kind = 'proposal' AND EXISTS ("
        "SELECT 1 FROM comment WHERE comment.id = trace_link.source_id AND comment.kind = 'proposal'"
        " AND comment.thing_id = trace_link.target_id)"
    )


def downgrade() -> None:
    """Say it again."""
    op.execute(
        "INSERT INTO trace_link (source_kind, source_id, target_kind, target_id, at)"
        " SELECT 'comment', id, 'proposal', thing_id, posted_at FROM comment WHERE kind = 'proposal' AND circle IS NULL"
    )
