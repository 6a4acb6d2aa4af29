"""What several machines share beside decisions: imported files, generations of rows, and what is still to be done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Three tables more."""
    op.create_table(
        "files",
        sa.Column("corpus", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
    )
    op.create_table(
        "generations",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("corpus", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("made_from", sa.Text, nullable=False),
        sa.Column("clauses", sa.BigInteger, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.UniqueConstraint("corpus", "name", name="generations_by_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outbox",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("corpus", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
