"""What was read, kept: editions, the queue of texts that wait, reading history again."""
