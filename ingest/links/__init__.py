"""对标关系: which clauses of two plans answer each other, how sure that is, and why."""
