"""The command ``heedful``: a file a command. Every file here offers ``app``, a Typer of its own name.

Django is set up once, before any command runs, so the files import services and queries at their top.
"""

from __future__ import annotations

import os
from importlib import import_module
from pkgutil import iter_modules

import typer


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
    import django

    django.setup()
    root = typer.Typer(no_args_is_help=True, help="Heedful: ask, listen, find out, act, prove.")
    for module in iter_modules(__path__):
        root.add_typer(import_module(f"{__name__}.{module.name}").app)
    root()
