from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from heedful.design.surveys.linter.gates import praising
from heedful.design.surveys.linter.kind import gettext_noop
from heedful.design.surveys.linter.lexicon import Lexicon, lexicon
from heedful.design.surveys.linter.sentences import sentences, without
from heedful.design.surveys.linter.types import Finding, Reading, Severity, Wording

_READ = {"question", "help", "intro", "title"}


@dataclass(frozen=True, slots=True)
class RewardForScore:
    """Something is given for a good score, or a good score is begged for."""

    key: str = "reward_for_score"
    label: str = gettext_noop("Reward for a score")

    def findings(self, reading: Reading) -> Iterator[Finding]:
        for wording in reading.wordings():
            known = lexicon(wording.language)
            if known and wording.role in _READ and (guilty := _guilty(wording.text, known)):
                yield self._finding(wording, guilty, known)
        yield from self._in_endings(reading)

    def _finding(self, wording: Wording, guilty: list[str], known: Lexicon) -> Finding:
        kind = wording.question.kind if wording.question and wording.role == "question" else ""
        better = without(wording.text, guilty) or (
            known.neutral.get(kind) or known.neutral[""] if kind else ""
        )
        message = gettext_noop("“%(words)s” pays or begs for a good score: what comes back is no opinion.")
        return Finding(self.key, wording.place, message, better, Severity.PROBLEM, {"words": guilty[0]})

    def _in_endings(self, reading: Reading) -> Iterator[Finding]:
        for number, ending in enumerate(reading.survey.endings):
            if not praising(ending.show_if, reading.survey):
                continue
            for language, text in {**ending.detail, **ending.text}.items():
                known = lexicon(language)
                if known and (found := known.rewards.search(text)):
                    message = gettext_noop(
                        "Only those who gave a good score get “%(words)s”. Give it to everybody."
                    )
                    place = f"endings[{number}].show_if"
                    yield Finding(self.key, place, message, "", Severity.PROBLEM, {"words": found[0]})
                    return


def _guilty(text: str, known: Lexicon) -> list[str]:
    parts = sentences(text)
    begging = [each for each in parts if known.begging.search(each)]
    if begging:
        return begging
    if known.for_everybody.search(text):
        return []
    return [each for each in parts if known.rewards.search(each) and known.scores.search(each)]


KIND = RewardForScore()
