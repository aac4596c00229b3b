"""What stands in files where there is no answer."""

from __future__ import annotations

# What people and programs write where there is no answer.
NO_ANSWER = frozenset({
    "n/a", "na", "n.a.", "#n/a", "n/v", "-", "--", "---", "–", "—", ".", "?", "null", "nan", "nil", "<na>",
    "\\n", "not available", "not applicable", "not answered", "no answer", "no response", "no data",
    "(blank)", "(empty)", "don't know", "dont know", "don’t know", "dk",
    "prefer not to say", "prefer not to answer", "not used", "k.a.", "k. a.", "keine angabe", "keine antwort",
    "weiß nicht", "weiss nicht", "nicht zutreffend", "sin respuesta", "no sabe", "sans réponse",
    "#null!", "#value!", "#ref!", "#div/0!",
})  # fmt: skip
# Beside numbers and dates these say "no answer" too; among words they may be an answer like any other.
NO_NUMBER = NO_ANSWER | {"none", "unknown", "missing", "refused", "skipped", "blank", "empty", "x"}
