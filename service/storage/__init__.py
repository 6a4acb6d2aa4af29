"""Plans, clauses and targets as rows, in a sealed file or on a server; and the base that a question is asked of."""
