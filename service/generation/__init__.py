"""Derived data on disk: generations beside each other, and when one of them is out of date."""
