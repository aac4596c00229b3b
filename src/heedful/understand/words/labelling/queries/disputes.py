"""Which mentions somebody has called wrong."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.understand.words.models import ThemeLabel


def disputed(response_ids: Sequence[int]) -> frozenset[tuple[int, int, str]]:
    """Return response, question and theme of what people say is not there, in these responses.

    Who may see the responses is for the caller to know.
    """
    rows = ThemeLabel.objects.filter(response_id__in=list(response_ids), is_present=False)
    return frozenset(rows.values_list("response_id", "question_id", "theme"))
