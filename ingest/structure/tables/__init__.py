"""Tables as a text holds them: their grid, what each row and column is, what kind of table it is."""
