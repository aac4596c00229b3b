"""Writes of what was read: the queue, what comes of it, editions, forgetting."""
