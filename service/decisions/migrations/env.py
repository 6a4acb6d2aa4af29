"""What Alembic runs: the steps, on the connection and inside the transaction that the program hands over."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # The program has begun the transaction, and SQLite, too, takes its tables back with it.
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
