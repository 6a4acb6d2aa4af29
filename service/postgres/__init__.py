"""The PostgreSQL that several machines may share: connections with a limit on every wait."""
