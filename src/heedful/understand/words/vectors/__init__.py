"""Where each comment lies among all others: a row of numbers a comment, kept in the instance's folder."""
