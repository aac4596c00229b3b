"""The edge of the respondent pages."""
