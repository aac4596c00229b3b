"""Engines of the warehouse, a file each."""
