"""What people call the classes that readers tell apart, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

EMOTIONS = {
    "admiration": gettext_lazy("Admiration"),
    "joy": gettext_lazy("Joy"),
    "gratitude": gettext_lazy("Gratitude"),
    "disappointment": gettext_lazy("Disappointment"),
    "anger": gettext_lazy("Anger"),
    "sadness": gettext_lazy("Sadness"),
    "fear": gettext_lazy("Fear"),
    "surprise": pgettext_lazy("emotion", "Surprise"),
    "confusion": gettext_lazy("Confusion"),
    "neutral": gettext_lazy("No particular emotion"),
}
TYPES = {
    "praise": gettext_lazy("Praise"),
    "problem": gettext_lazy("Problem"),
    "suggestion": gettext_lazy("Suggestion"),
    "question": gettext_lazy("Question"),
    "thanks": pgettext_lazy("kind of comment", "Thanks"),
    "churn_threat": gettext_lazy("Threat to leave"),
    "callback_wish": gettext_lazy("Wish to be called"),
}


def class_name(key: str) -> str:
    """Return what an emotion or a kind of comment is called; one of another edition keeps its key."""
    name = EMOTIONS.get(key) or TYPES.get(key)
    return key.replace("_", " ") if name is None else str(name)
