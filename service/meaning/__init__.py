"""How near in meaning clauses are to a query: the vectors of a base, the sentence model, fusion with BM25
scores."""
