"""Scripts that rebuild the models which are shipped."""
