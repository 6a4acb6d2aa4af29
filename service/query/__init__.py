"""From what a person typed to what an engine is asked: words, filters, other wordings, a plan of terms."""
