"""How near in meaning clauses are to a query: vectors of a base, the model, the sum with the words' score."""
