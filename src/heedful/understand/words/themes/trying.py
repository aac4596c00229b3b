"""A comment typed in to see what would be found in it, and why. Nothing of it is kept."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.comments import Comments
from heedful.understand.words.mentions import FoundTheme
from heedful.understand.words.model_files import Folder, ModelMissing
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.themes import queries
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.engine import ThemeFinder
from heedful.understand.words.themes.types import TaxonomyFacts, digest_of

MOST_CHARACTERS = 5_000
_KEPT = 3  # finders; a few people try at a time
_NEAR = 3
_finders: OrderedDict[str, ThemeFinder] = OrderedDict()
_turn = Lock()


@dataclass(frozen=True, slots=True)
class Hit:
    """A theme that was found: in which part of the comment, how surely, and by which word if by a rule."""

    theme: Theme
    part: str
    start: int
    end: int
    confidence: float
    word: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a comment; ``why_not`` says why it was not read, ``near`` came closest of the rest."""

    text: str
    hits: tuple[Hit, ...] = ()
    near: tuple[tuple[Theme, float], ...] = ()
    why_not: str = ""
    is_draft: bool = False


def try_comment(uid: str, text: str, *, by: Actor, in_draft: bool = True) -> Tried:
    """Read one comment with the draft's themes where there is a draft, else with those that are applied."""
    by.require(Permission.READ_SURVEYS)
    if not text.strip() or len(text) > MOST_CHARACTERS:
        raise InvalidInput(Problem("text", f"write a comment of at most {MOST_CHARACTERS:,} characters"))
    taxonomy = queries.taxonomy(uid)
    draft = queries.draft(uid) if in_draft else None
    document = draft.document if draft else taxonomy.document
    if not document.leaves():
        return Tried(text, why_not="there are no themes yet", is_draft=draft is not None)
    try:
        with _turn:
            finder = _finder(taxonomy, document, is_draft=draft is not None)
            return _read(finder, document, text, is_draft=draft is not None)
    except ModelMissing as error:
        return Tried(text, why_not=str(error), is_draft=draft is not None)


def _read(finder: ThemeFinder, document: TaxonomyDocument, text: str, *, is_draft: bool) -> Tried:
    comments = Comments([text], folder=models_folder())
    if why := finder.why_not(comments, 0):
        return Tried(text, why_not=why, is_draft=is_draft)
    (found,) = finder.find(comments, [0])
    hits = tuple(_hit(one, document, text) for one in found)
    (probabilities,) = finder.probabilities(comments, [0])
    rest = {key: p for key, p in probabilities.items() if key not in {hit.theme.key for hit in hits}}
    near = sorted(rest.items(), key=lambda one: -one[1])[:_NEAR]
    closest = tuple((theme, p) for key, p in near if (theme := document.theme(key)))
    return Tried(text, hits, closest, is_draft=is_draft)


def _hit(found: FoundTheme, document: TaxonomyDocument, text: str) -> Hit:
    theme = document.theme(found.theme)
    assert theme is not None
    part = text[found.span.start : found.span.end]
    word = _must_word(theme, part) if found.source == "rule" else ""
    return Hit(theme, part, found.span.start, found.span.end, found.confidence, word)


def _must_word(theme: Theme, part: str) -> str:
    return next((word for word in theme.must if re.search(rf"(?i)\b{re.escape(word)}\b", part)), "")


def _finder(taxonomy: TaxonomyFacts, document: TaxonomyDocument, *, is_draft: bool) -> ThemeFinder:
    learnt = "" if is_draft else taxonomy.fitted_sha256
    name = f"{taxonomy.uid} {digest_of(document)} {learnt}"
    if name in _finders:
        _finders.move_to_end(name)
    else:
        _finders[name] = _made(document, taxonomy.fitted if learnt else None, models_folder())
    while len(_finders) > _KEPT:
        _finders.popitem(last=False)
    return _finders[name]


def _made(document: TaxonomyDocument, fitted: bytes | None, folder: Folder) -> ThemeFinder:
    # A draft is tried by its definitions alone: quick, and near to what the preview reads with.
    return ThemeFinder.from_bytes(fitted) if fitted else ThemeFinder.fit(document, folder=folder)
