"""How boards and themes are written in templates."""
