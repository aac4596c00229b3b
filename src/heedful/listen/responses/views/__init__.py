"""Pages of answers and of the people who gave them."""
