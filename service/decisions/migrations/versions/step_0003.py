"""Corrections of what was read; and of links and baskets what tells the text that they were made for from its repeats."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """One table more, and columns that rows of before leave empty: they know their text only."""
    op.add_column("links", sa.Column("source_around", sa.Text))
    op.add_column("links", sa.Column("target_around", sa.Text))
    op.add_column("baskets", sa.Column("around", sa.Text))
    op.create_table(
        "corrections",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("corpus", sa.Text, nullable=False, server_default=""),
        sqlite_autoincrement=True,
    )
    op.create_index("corrections_by_key", "corrections", ["corpus", "key", "number"])
