"""Pages of sign-in by link, members, keys, the audit log and the organisation."""
