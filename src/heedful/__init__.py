"""Heedful, laid out by the loop of its users: design, listen, understand, transform, realize."""

__version__ = "0.1.0"
