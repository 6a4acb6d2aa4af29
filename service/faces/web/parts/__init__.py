"""What several pages are made of: columns of counterparts, dot plot, lists of plans, marked texts."""
