"""A file in, Plans out: source text to outline, clauses, targets and review warnings.

This room knows no store, no engine and no web.
"""
