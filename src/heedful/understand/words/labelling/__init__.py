"""People's own word on themes: what to ask them, how well they agree, how well the machine does."""
