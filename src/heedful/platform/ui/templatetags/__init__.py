"""Tags and filters of templates: ``{% load ui %}``."""
