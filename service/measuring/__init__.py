"""How fast, how large, how good: bench, growth, and the ways of searching compared."""
