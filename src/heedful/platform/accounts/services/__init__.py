"""Writes about who signs in, with which role, and which keys exist."""
