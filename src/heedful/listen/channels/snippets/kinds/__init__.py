"""Tools that send mail, one a file: ``KIND`` is a :class:`Tool`."""
