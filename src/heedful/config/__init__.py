"""Knows every room: settings, addresses, the API, the worker and the command line."""
