"""Answers as JSON: records with stable names, and the shapes that the API describes."""
