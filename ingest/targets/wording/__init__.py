"""The words around a value: who is counted, in which unit, what a sentence leaves out, which nouns name an indicator."""
