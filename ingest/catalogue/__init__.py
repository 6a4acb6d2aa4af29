"""Which plans there are and whose: catalogue, identity, kinship, citations, known figures, what a re-import changes."""
