"""An organisation's data as its own: everything out, everything in again, everything gone.

Nouns: archive, table, deletion. Works on tables as such, so that a new one is covered the day it is made.
Leaves what a single person's data is to the modules that hold it (``core.personal_data``).
"""
