"""What many comments say, in their own words; an endpoint may only rewrite it."""
