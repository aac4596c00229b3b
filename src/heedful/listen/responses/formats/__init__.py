"""File formats that can be imported: a file here is a format, ``KIND`` is what it offers.

The protocol is in ``imports/format.py``; the contract tests run over every format the moment it exists.
"""
