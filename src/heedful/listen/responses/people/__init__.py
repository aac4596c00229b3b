"""One person on one page: who they are, what changed, what was asked and why, what they said and allow."""
