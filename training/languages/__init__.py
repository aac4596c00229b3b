"""What Heedful knows of languages other than English: telling them apart, and sentiment in them."""
