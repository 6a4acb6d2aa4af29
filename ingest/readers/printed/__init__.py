"""Printed pages: characters with their places, the lines that are ruled, and the tables that follow from both."""
