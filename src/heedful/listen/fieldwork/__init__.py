"""Who was asked, when, and what became of it: one ledger row per ask and its disposition.

Nouns: ledger, ask, disposition, channel. Leaves the answers themselves to ``responses``.
"""
