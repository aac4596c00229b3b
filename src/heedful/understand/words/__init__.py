"""What people say: language, personal data, sentiment, read by models that run on this machine.

Nouns: model, encoder, head, reading, clause. Leaves what share of answers says so to ``metrics``.
"""
