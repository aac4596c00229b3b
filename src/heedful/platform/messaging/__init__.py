"""Messages out: e-mail now, by whatever is configured, else into the outbox page.

Nouns: message, channel, delivery. Leaves what to say, and to whom, to the modules above.
"""
