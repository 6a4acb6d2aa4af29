"""Names of indicators, and how two aims of one indicator stand to each other: stricter, equal, looser, not comparable."""
