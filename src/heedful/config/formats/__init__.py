"""How days and numbers are written, where the framework's choice could be misread."""
