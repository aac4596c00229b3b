"""A projection of the record store in an open table format, and the one place that queries it.

Nouns: projection, engine, query, cell, filter, live tail. It adds organisation, unit scope, exclusions
and the minimum base to every query. Leaves what a count means to ``metrics``.
"""
