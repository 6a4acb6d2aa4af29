"""Faces: terminal, sheets, pages and API. Thin: they show answers and compute nothing."""
