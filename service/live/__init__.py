"""The base of the moment: held open for days, followed, swapped in one step."""
