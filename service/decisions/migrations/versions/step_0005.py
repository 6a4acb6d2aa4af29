"""Whether two indicators are one, as people decided it in the ladder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """One table more."""
    op.create_table(
        "indicators",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("source_indicator", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("target_indicator", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("source_text", sa.Text, nullable=False),
        sa.Column("target_text", sa.Text, nullable=False),
        sa.Column("source_around", sa.Text),
        sa.Column("target_around", sa.Text),
        sa.Column("corpus", sa.Text, nullable=False, server_default=""),
        sqlite_autoincrement=True,
    )
    op.create_index("indicators_by_corpus", "indicators", ["corpus", "number"])
