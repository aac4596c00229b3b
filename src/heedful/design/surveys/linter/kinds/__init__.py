"""Rules of the linter: a file each, with a ``KIND``."""
