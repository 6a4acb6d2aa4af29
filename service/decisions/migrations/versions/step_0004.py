"""What people compared with the original."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """One table more."""
    op.create_table(
        "checks",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("around", sa.Text),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("holds", sa.Integer, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("corpus", sa.Text, nullable=False, server_default=""),
        sqlite_autoincrement=True,
    )
    op.create_index("checks_by_address", "checks", ["corpus", "address", "number"])
