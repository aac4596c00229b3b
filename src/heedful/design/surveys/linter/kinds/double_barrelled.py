from __future__ import annotations

from collections.abc import Iterator

from heedful.design.surveys.linter.joints import joint_of
from heedful.design.surveys.linter.kind import Stumble, WordingRule, gettext_noop
from heedful.design.surveys.linter.lexicon import lexicon
from heedful.design.surveys.linter.sentences import sentences
from heedful.design.surveys.linter.splitting import split
from heedful.design.surveys.linter.types import Severity, Wording


def _look(wording: Wording) -> Iterator[Stumble]:
    known = lexicon(wording.language)
    if known is None or wording.question is None:
        return
    for sentence in sentences(wording.text):
        joint = joint_of(sentence, wording.question, known)
        if joint is not None:
            yield Stumble(joint.words, "\n".join(split(sentence, joint, known)))
            return


KIND = WordingRule(
    key="double_barrelled",
    label=gettext_noop("Two questions in one"),
    message=gettext_noop(
        "“%(words)s” asks about two things: whoever sees one good and one bad cannot answer. Ask twice."
    ),
    look=_look,
    severity=Severity.PROBLEM,
)
