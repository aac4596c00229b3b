"""Question kinds: a file each, with a ``KIND``."""
