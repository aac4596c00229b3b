"""Questions and answers by SMS: the score as a reply, then the why.

Nouns: talk, script, reply, keyword (STOP, START, HELP). Leaves carrying to ``platform.messaging``.
"""
