"""Saved web pages: the document without navigation, share bars and footers."""
