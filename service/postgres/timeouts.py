"""How long the program waits for a database server, before it answers from its own files or says that it cannot."""

from __future__ import annotations

ANSWER = 0.8  # seconds for one answer to a reader
KNOCK = 1.0  # seconds for the first sign of life
CHANGE = 2.0  # seconds for a whole change, connecting included
LONG = 600.0  # seconds for filling and migrating
