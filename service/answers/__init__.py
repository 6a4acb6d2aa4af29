"""Answers: pure functions of a store and an engine; every face shows the same answer object."""
