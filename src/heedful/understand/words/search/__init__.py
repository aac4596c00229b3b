"""Comments by words and by meaning, and the page to explore them."""
