"""Who signs in, to which organisation, with which role; and the keys of programs.

Nouns: user, membership, role, invitation, API key, one-time link.
Leaves "which units a manager sees" to ``listen.audiences``.
"""
