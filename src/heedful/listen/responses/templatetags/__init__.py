"""Filters for the templates of answers and contacts."""
