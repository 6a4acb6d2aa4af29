"""Links and baskets, each with the corpus they speak of; takes over the files of before, which had no such column."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
# Older programs ask for this number and leave alone what they do not know.
_FILE_VERSION = 3


def _corpus() -> sa.Column[str]:
    return sa.Column("corpus", sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    """From nothing, or from a file of version 1 (links) or 2 (links and baskets)."""
    bind = op.get_bind()
    there = set(sa.inspect(bind).get_table_names())
    if "links" in there:
        op.add_column("links", _corpus())
        op.drop_index("links_by_pair", "links")
    else:
        op.create_table(
            "links",
            sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
            sa.Column("source", sa.Text, nullable=False),
            sa.Column("target", sa.Text, nullable=False),
            sa.Column("relation", sa.Text),
            sa.Column("status", sa.Text, nullable=False),
            sa.Column("who", sa.Text),
            sa.Column("made", sa.Text, nullable=False),
            sa.Column("note", sa.Text),
            sa.Column("source_text", sa.Text, nullable=False),
            sa.Column("target_text", sa.Text, nullable=False),
            _corpus(),
            sa.CheckConstraint("status IN ('suggested', 'confirmed', 'rejected')", name="links_status"),
            sqlite_autoincrement=True,
        )
    op.create_index("links_by_pair", "links", ["corpus", "source", "target", "number"])
    if "baskets" in there:
        op.add_column("baskets", _corpus())
        op.drop_index("baskets_by_name", "baskets")
    else:
        op.create_table(
            "baskets",
            sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
            sa.Column("basket", sa.Text, nullable=False),
            sa.Column("action", sa.Text, nullable=False),
            sa.Column("address", sa.Text, nullable=False),
            sa.Column("text", sa.Text, nullable=False),
            sa.Column("who", sa.Text),
            sa.Column("made", sa.Text, nullable=False),
            _corpus(),
            sa.CheckConstraint(
                "action IN ('add', 'remove', 'up', 'down', 'note', 'clear')", name="baskets_action"
            ),
            sqlite_autoincrement=True,
        )
    op.create_index("baskets_by_name", "baskets", ["corpus", "basket", "number"])
    op.create_table(
        "corpora",
        sa.Column("corpus", sa.Text, primary_key=True),
        sa.Column("decided", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("imported", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.create_table(
        "adopted",
        sa.Column("corpus", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("first", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    if bind.dialect.name == "sqlite":
        op.execute(f"PRAGMA user_version = {_FILE_VERSION}")
