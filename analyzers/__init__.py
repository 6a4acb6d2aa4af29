"""Characters in, marks out: Chinese plan text to tokens, quantities and citations.

This room knows no plan, no store and no network.
"""
