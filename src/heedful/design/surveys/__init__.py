"""What is asked: surveys, their immutable versions, and questions that keep their identity.

Nouns: survey, version, question, kind, scale. Leaves who is asked to ``listen``.
"""
