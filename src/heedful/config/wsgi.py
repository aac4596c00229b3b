"""Django alone, for other servers. ``heedful up`` serves ``config.server``, which adds the short way."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
application = get_wsgi_application()
