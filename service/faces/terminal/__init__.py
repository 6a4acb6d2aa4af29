"""The command line ``duibiao``: commands, their arguments, and answers as tables on a terminal."""
