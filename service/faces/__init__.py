"""Faces: terminal here, pages and API later. Thin: they show answers and compute nothing."""
