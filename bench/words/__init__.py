"""How well comments are read: public sets, generated personal data, speed beside the bare encoder."""

import os

# Readers name themselves in several languages, which Django must know of before they are imported.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
