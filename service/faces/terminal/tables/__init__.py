"""Answers for people, as tables and texts that fit a terminal: one module an answer."""
