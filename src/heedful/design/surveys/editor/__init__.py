"""The editor: one small change at a time on a draft, kept as it is made, with undo, and with two people
at once.

Nouns: change, revision, panel. Leaves what a survey may be to ``rules``, and showing it to ``channels``.
"""
