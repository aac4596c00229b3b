"""Reads about who signs in and which keys exist."""
