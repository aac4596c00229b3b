"""The next weeks as a dry run on the real people and rules: nothing is sent, nothing is written.

Nouns: scenario (rules and plans that are tried), occasion (a moment at which a plan would ask somebody),
outlook (what came of it). The gates here decide for many people at once; ``fieldwork.rules`` decides for one
and is the truth: a test holds the two against each other.
"""
