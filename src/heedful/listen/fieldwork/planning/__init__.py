"""Plans over HTTP and on pages: who is asked, and when."""
