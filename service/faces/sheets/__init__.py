"""Answers as tables for Excel and WPS."""
