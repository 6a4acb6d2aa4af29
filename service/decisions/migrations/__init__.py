"""The steps that bring people's decisions from version to version; run by the program itself (service/decisions/tables.py).

One module a step under ``versions``. A step that has been released is never edited, only followed by another.
"""
