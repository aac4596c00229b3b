"""Ways out of the house, one a file: ``KIND`` is a MailKind or an SmsKind."""
