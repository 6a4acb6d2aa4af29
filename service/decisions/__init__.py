"""SOURCE OF TRUTH 2: what people decided, collected and imported; never derived, never lost by a rebuild."""
