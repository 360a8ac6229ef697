"""Alembic's way into the house: one connection, given by `db.migrate`."""

from alembic import context

from civic.db.fulltext import is_full_text

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    compare_type=True,
    include_name=lambda name, kind, parents: not is_full_text(name),
    user_module_prefix="civic.db.base.",
)
with context.begin_transaction():
    context.run_migrations()
