"""The suggested links of a base: worked out two plans at a time, kept in a file beside it."""
