"""Answers out: every row, one column a question and attribute, in the formats people open.

Adding a format is adding a file to ``kinds``. Nothing is cut: rows are streamed, however many there are.
"""
