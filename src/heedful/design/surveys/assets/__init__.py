"""Logos and pictures of surveys: uploaded, checked by content, served so that nothing in them can run."""
