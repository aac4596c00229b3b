"""Readers, a file each."""
