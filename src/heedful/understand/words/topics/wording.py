"""What the page of topics says in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from heedful.understand.words.topics.types import SearchFacts, TopicFacts

ALPHA = 0.1


def headline(topics: Sequence[TopicFacts], search: SearchFacts) -> str:
    """Say how many topics are new, and which is the clearest."""
    if search.why_not:
        return _("Nothing could be looked for")
    clear = clear_topics(topics, search)
    if not clear:
        return _("Nothing new is spoken of more than chance would bring")
    words = ngettext(
        "%(n)s subject is spoken of more than before: %(name)s",
        "%(n)s subjects are spoken of more than before, first of all %(name)s",
        len(clear),
    )
    return words % {"n": len(clear), "name": clear[0].name}


def clear_topics(topics: Sequence[TopicFacts], search: SearchFacts) -> list[TopicFacts]:
    """Leave those of the newest search that are more than chance."""
    return [
        one
        for one in topics
        if one.window
        and one.window.to_on == search.to_on
        and one.window.q is not None
        and one.window.q <= ALPHA
    ]


def because(topics: Sequence[TopicFacts], search: SearchFacts) -> str:
    """Say how often the clearest came up, against what was to be expected."""
    if search.why_not:
        return search.why_not
    clear = clear_topics(topics, search)
    if not clear or clear[0].window is None:
        return _("Groups of like comments were compared with the months before.")
    window = clear[0].window
    if not window.expected:
        return _("%(count)s of %(base)s comments speak of it; none did before.") % {
            "count": window.count,
            "base": window.base,
        }
    return _("%(count)s of %(base)s comments speak of it; %(expected)s were to be expected.") % {
        "count": window.count,
        "base": window.base,
        "expected": f"{window.expected:.1f}",
    }


def topic_sentence(topic: TopicFacts) -> str:
    """Say how often a topic came up in its newest window."""
    window = topic.window
    if window is None:
        return _("It was not counted yet.")
    told = {"count": window.count, "base": window.base, "expected": f"{window.expected or 0:.1f}"}
    if window.q is not None and window.q <= ALPHA:
        return _("%(count)s of %(base)s comments; %(expected)s were to be expected. More than chance.") % told
    return _("%(count)s of %(base)s comments; %(expected)s were to be expected. No more than chance.") % told
