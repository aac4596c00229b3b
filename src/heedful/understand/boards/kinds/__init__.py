"""The tiles a board can have: one file a kind."""
