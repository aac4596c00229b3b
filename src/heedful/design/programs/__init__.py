"""Why we ask: a programme's business question and its numeric goals.

Nouns: programme, goal, pillar, listening post. Leaves whether a goal was reached to ``realize``.
"""
