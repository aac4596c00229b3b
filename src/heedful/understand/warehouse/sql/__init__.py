"""SQL from queries: identifiers only from known columns, everything people wrote is a parameter."""
