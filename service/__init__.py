"""Keep, find, answer, show: everything between the plans and the people."""
