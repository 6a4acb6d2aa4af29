"""From clauses to targets: which numbers a plan aims at, of which indicator, until when."""
