"""Contact rules over HTTP and on pages."""
