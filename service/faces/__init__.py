"""Faces: the terminal, the pages (``pages/``) and the API (``api/``). Thin: they show answers and compute nothing."""
