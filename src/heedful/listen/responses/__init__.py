"""What came back: intake, responses with their answers, refusals, imports, and the feed of changes.

Nouns: inbox, response, answer, refusal, exclusion, import, change. Leaves numbers to ``understand``.
"""
