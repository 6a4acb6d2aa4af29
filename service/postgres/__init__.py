"""The PostgreSQL that several machines may share: connections whose every wait is bounded."""
