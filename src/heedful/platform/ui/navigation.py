"""What the rail shows: modules register their pages here, from a ``navigation.py`` of their own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Actor, Permission

type Label = str | Promise


class Step(StrEnum):
    """The loop, and the place for what keeps the house running."""

    DESIGN = "design"
    LISTEN = "listen"
    UNDERSTAND = "understand"
    TRANSFORM = "transform"
    REALIZE = "realize"
    SETTINGS = "settings"


STEP_LABELS: dict[Step, Label] = {
    Step.DESIGN: _("Design"),
    Step.LISTEN: _("Listen"),
    Step.UNDERSTAND: _("Understand"),
    Step.TRANSFORM: _("Transform"),
    Step.REALIZE: _("Realize"),
    Step.SETTINGS: _("Settings"),
}


@dataclass(frozen=True, slots=True)
class Item:
    step: Step
    label: Label
    url_name: str
    permission: Permission | None
    order: int


@dataclass(frozen=True, slots=True)
class Link:
    label: Label
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One step with the pages this actor may open."""

    step: Step
    label: Label
    links: tuple[Link, ...]
    is_current: bool

    @property
    def url(self) -> str:
        return self.links[0].url


@dataclass(frozen=True, slots=True)
class Search:
    label: Label
    url_name: str
    permission: Permission


_items: dict[str, Item] = {}
_searches: list[Search] = []


def register(
    step: str, label: Label, url_name: str, permission: Permission | None = None, order: int = 100
) -> None:
    """Put a page into the rail: ``register("listen", _("Answers"), "responses:list", …)``."""
    _items[url_name] = Item(Step(step), label, url_name, permission, order)


def register_search(label: Label, url_name: str, permission: Permission) -> None:
    """Name the page that the search of the top bar opens with ``?q=``."""
    _searches[:] = [Search(label, url_name, permission)]


def sections(actor: Actor | None, path: str) -> tuple[Section, ...]:
    """Return the steps that have pages for this actor; the page of ``path`` is marked."""
    if actor is None:
        return ()
    links = _links(actor)
    current = _current(path, [url for _, url in links])
    found = []
    for step in Step:
        own = tuple(Link(item.label, url, url == current) for item, url in links if item.step is step)
        if own:
            found.append(Section(step, STEP_LABELS[step], own, any(link.is_current for link in own)))
    return tuple(found)


def search(actor: Actor | None) -> tuple[Label, str] | None:
    """Return the label and address of the search, if this actor may use it."""
    if actor is None or not _searches or not actor.may(_searches[0].permission):
        return None
    return _searches[0].label, reverse(_searches[0].url_name)


def _links(actor: Actor) -> list[tuple[Item, str]]:
    items = sorted(_items.values(), key=lambda item: item.order)
    return [
        (item, url)
        for item in items
        if (item.permission is None or actor.may(item.permission)) and (url := _address(item.url_name))
    ]


def _address(url_name: str) -> str | None:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _current(path: str, urls: list[str]) -> str | None:
    # The longest address that begins the path: a page below a page keeps its parent marked.
    return max(
        (url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default=None
    )
