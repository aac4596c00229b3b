"""Formbricks' survey JSON, in: of its API, of an export, with blocks or with plain questions."""
