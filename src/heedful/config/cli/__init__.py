"""The command ``heedful``: a file a command. Every file here offers ``app``, a Typer of its own name.

Django is set up once, before any command runs, so the files import services and queries at their top.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pkgutil import iter_modules

import typer

from heedful.config.memory import keep_together


def main() -> None:
    keep_together()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
    import django

    django.setup()
    from heedful.config.instance import prepare
    from heedful.platform.core.errors import HeedfulError

    try:
        if not {"--help", "-h"} & set(sys.argv) and len(sys.argv) > 1:
            prepare()
        _commands()()
    except HeedfulError as error:
        _say(error)
        sys.exit(1)


def _commands() -> typer.Typer:
    root = typer.Typer(
        no_args_is_help=True,
        help="Heedful: ask, listen, find out, act, prove.",
        pretty_exceptions_enable=False,
    )
    names = [module.name for module in iter_modules(__path__)]
    # A command named like its file needs no other file: it starts in a fraction of the time.
    for name in [name for name in names if sys.argv[1:2] == [name.rstrip("_")]] or names:
        root.add_typer(import_module(f"{__name__}.{name}").app)
    if len(names) > 1:
        root.callback()(lambda: None)  # one command alone would lose its name
    return root


def _say(error: Exception) -> None:
    problems = [
        {"field": each.field, "reason": each.reason, "row": each.row}
        for each in getattr(error, "problems", ())
    ]
    if "--json" in sys.argv:
        print(json.dumps({"error": str(error), "errors": problems}), file=sys.stderr)  # noqa: T201 - a command's output
        return
    typer.secho(str(error), fg=typer.colors.RED, err=True)
