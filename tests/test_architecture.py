"""What imports cannot show: tables, scopes, names and words of the house."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

import heedful
from heedful.config.environment import Environment
from heedful.platform.core.errors import OutsideScope
from heedful.platform.core.tenancy import TenantModel

SOURCE = Path(heedful.__file__).parent
ROOT = SOURCE.parents[1]
ROOMS = [app.split(".")[-1] for app in settings.INSTALLED_APPS if app.startswith("heedful.")]
TABLES = [model for model in apps.get_models() if model.__module__.startswith("heedful.")]

# Tables that stand above organisations, and why.
NOT_OF_A_TENANT = {
    "core.Organization": "is the tenant",
    "core.Beat": "tells of the worker, which serves all",
    "accounts.User": "may belong to several organisations",
    "accounts.OneTimeLink": "signs in a user, who may belong to several",
}

# Who may see rows of all organisations, and why.
UNSCOPED = {
    "design/surveys/assets/queries.py": "logos are shown to people who belong to nobody",
    "design/surveys/queries.py": "a public link says which survey, and so which organisation",
    "listen/fieldwork/queries/plans.py": "the worker takes plans and asks that are due, of all",
    "listen/channels/widget/queries.py": "a site's key says which organisation it is for",
    "listen/responses/intake_door.py": "reads by the organisation of the key, before any scope is entered",
    "listen/responses/inbox_processing.py": "the worker takes what waits, of all",
    "platform/core/health.py": "the queue's state is the instance's",
    "platform/core/outbox.py": "the worker claims messages of all",
    "platform/core/queue.py": "the worker claims jobs of all",
    "platform/core/tenancy.py": "defines it",
    "platform/accounts/queries/keys.py": "a key says which organisation it is for",
    "platform/accounts/queries/members.py": "a user's memberships say where they may go",
    "platform/messaging/services/reports.py": "a provider reports on the mails of all",
    "platform/accounts/queries/invitations.py": "an invitation's link says which organisation it is for",
    "understand/words/readings/line.py": "the worker takes what waits to be read, of all",
    "understand/boards/queries/mails.py": "the worker sends what is due, of all",
    "platform/accounts/services/links.py": "a user's link is logged wherever they belong",
}

# Functions of services that write without an actor, and why.
WITHOUT_ACTOR = {
    "listen.audiences.services.attributes.is_blank": "decides, writes nothing",
    "listen.audiences.services.contacts.note_meetings": "part of storing answers and asks, which say who",
    "listen.channels.widget.services.note_seen": "notes that a page of a site came by; nobody acts",
    "listen.fieldwork.services.recording.hand_over_asks": "part of merging contacts, which says who",
    "listen.fieldwork.services.waves.run_wave": "the worker asks by plans that actors started",
    "listen.responses.services.check": "decides, writes nothing",
    "listen.responses.services.feed": "what the projector has still to do; follows every write",
    "listen.responses.services.withdrawing.forget_received": "part of erasing, which says who",
    "listen.responses.services.withdrawing.forget_withdrawn": "part of withdrawing, which says who",
    "listen.responses.services.people.hand_over_responses": "part of merging contacts, which says who",
    "platform.accounts.services.invitations.accept_invitation": "the link is the proof",
    "platform.accounts.services.links.first_admin_link": "nobody exists yet",
    "platform.accounts.services.links.open_link": "the link is the proof",
    "platform.accounts.services.passwords.set_checked_password": "sets a field; its callers write",
    "platform.messaging.services.mail.deliver": "the worker sends what an actor queued",
    "platform.messaging.services.mail.send_now": "hands over; nothing of ours is written",
    "platform.messaging.services.forgetting.forget_old_messages": "time is up; nobody decides it",
    "platform.messaging.services.reports": "carriers tell of what an actor sent",
    "platform.messaging.services.sms.deliver_sms": "the worker sends what an actor queued",
    "platform.privacy.services.reading.read_archive": "makes an organisation, in which nobody is yet",
    "understand.boards.services.mails.send_due_mails": "the worker sends what an actor planned",
    "understand.warehouse.services": "the worker's copy of what actors wrote elsewhere",
    "understand.words.search.services": "the index follows the answers, whoever gave them",
    "understand.words.readings.services.forgetting": "part of erasing, which says who",
    "understand.words.readings.services.queueing": "what the worker has still to read; follows every answer",
    "understand.words.readings.services.storing": "the worker's reading of what was written",
}


def modules(under: str = "heedful") -> Iterator[ModuleType]:
    package = import_module(under)
    yield package
    for found in walk_packages(package.__path__, f"{under}."):
        if ".migrations" not in found.name and not found.name.endswith("__main__"):
            yield import_module(found.name)


def files() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def name_of(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def foreign_keys() -> Iterator[tuple[type[models.Model], models.Field]]:
    for model in TABLES:
        for field in model._meta.get_fields():
            is_own = isinstance(field, models.ForeignKey | models.ManyToManyField)
            if is_own and field.related_model._meta.app_label in ROOMS:
                yield model, field


def test_foreign_keys_lead_downwards():
    upwards = [
        f"{name_of(model)}.{field.name}"
        for model, field in foreign_keys()
        if ROOMS.index(field.related_model._meta.app_label) > ROOMS.index(model._meta.app_label)
    ]
    assert upwards == []


def test_every_table_belongs_to_an_organisation():
    free = {name_of(model) for model in TABLES if not issubclass(model, TenantModel)}
    assert free == NOT_OF_A_TENANT.keys()
    owned = [model for model in TABLES if name_of(model) not in free]
    assert [name_of(one) for one in owned if one._meta.base_manager_name != "unscoped"] == [], (
        "class Meta(TenantModel.Meta)"
    )


def test_tables_are_closed_without_an_organisation(db):
    for model in TABLES:
        if issubclass(model, TenantModel):
            for deed in _deeds(model):
                with pytest.raises(OutsideScope):
                    deed()


def _deeds(model: Any) -> list[Callable[[], Any]]:
    return [
        lambda: list(model.objects.all()[:1]),
        lambda: model.objects.all().count(),
        lambda: model.objects.update(organization=1),
        lambda: model().save(),
        lambda: model.objects.bulk_create([model()]),
    ]


def test_who_looks_across_organisations_is_listed():
    using = {
        str(path.relative_to(SOURCE)) for path in files() if _runs(r"\.unscoped\b|_base_manager\b", path)
    }
    assert using - UNSCOPED.keys() == set(), "say why in UNSCOPED, or use .objects"
    assert UNSCOPED.keys() - using <= {"platform/core/tenancy.py"}, "take them off the list"


def test_every_package_says_what_it_is_for():
    packages = [path for path in files() if path.name == "__init__.py"]
    assert len(packages) > 100
    assert [path for path in packages if not ast.get_docstring(ast.parse(path.read_text()))] == []


def services() -> Iterator[tuple[str, Any]]:
    for module in modules():
        parts = module.__name__.split(".")
        if "services" not in parts and parts[-1] != "services":
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{module.__name__.removeprefix('heedful.')}.{name}", function


def test_what_writes_says_who():
    silent = {name for name, function in services() if not _says_who(function)}
    excused = {
        name: reason for name in silent for reason in WITHOUT_ACTOR if f"{name}.".startswith(f"{reason}.")
    }
    assert silent - excused.keys() == set(), "take keyword-only by=, or say why not in WITHOUT_ACTOR"
    assert WITHOUT_ACTOR.keys() - set(excused.values()) == set(), "take them off the list"


def _says_who(function: Any) -> bool:
    who = inspect.signature(function).parameters.get("by")
    return who is not None and who.kind is inspect.Parameter.KEYWORD_ONLY


def test_the_edge_asks_queries():
    edge = [
        path
        for path in files()
        if path.name in {"views.py", "api.py", "forms.py"} or path.parent.name == "views"
    ]
    assert len(edge) > 100
    assert [path for path in edge if _runs(r"\.objects\b|\.unscoped\b", path)] == []


def test_only_one_place_reads_the_environment():
    # Not settings of ours: what is handed to programs that we start.
    allowed = {"config/environment.py", "config/backups.py", "config/cli/up.py"}
    reads = r"os\.environ(?!\.setdefault|\[.HEEDFUL_BASE_URL.\] =)|os\.getenv"
    assert {str(path.relative_to(SOURCE)) for path in files() if _runs(reads, path)} <= allowed


def test_every_setting_is_explained():
    page = (ROOT / "docs" / "settings.md").read_text()
    for name, field in Environment.model_fields.items():
        assert field.description, name
        assert f"`HEEDFUL_{name.upper()}`" in page, "add it to docs/settings.md"


def test_no_setting_is_explained_that_is_none():
    told = set(re.findall(r"`HEEDFUL_([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))
    assert told == {name.upper() for name in Environment.model_fields}


def test_names_say_something():
    empty = {"utils", "helpers", "common", "base", "manager", "misc"}
    assert [path for path in files() if path.stem in empty] == []


def test_migrations_are_written(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _runs(pattern: str, path: Path) -> bool:
    """Say whether a pattern stands in the code of a file: only what runs counts."""
    # Most files do not name it at all, and to take a file apart takes a hundred times longer.
    return bool(re.search(pattern, path.read_text()) and re.search(pattern, _code(path)))


def _code(path: Path) -> str:
    """Return a file without its docstrings and comments."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = ""
    return ast.unparse(tree)
