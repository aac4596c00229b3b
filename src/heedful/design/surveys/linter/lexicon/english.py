# ruff: noqa: E501 - a pattern broken over lines is read by nobody
from __future__ import annotations

import re

from heedful.design.surveys.linter.lexicon import Lexicon

_PRAISE = (
    "great|amazing|awesome|excellent|wonderful|fantastic|delicious|outstanding|superb|brilliant|perfect|lovely|terrific"
    "|impressive|stunning|incredible|marvellous|marvelous|fabulous|exceptional"
)
_BLAME = "terrible|awful|horrible|bad|poor|disappointing|dreadful|lousy|appalling|dire"
_NOT = r"(?:do|did|does|is|are|was|were|would|could|should|can|have|has|wo|must|ought)n['’]t"
_WHO = r"(?:you|it|we|they|our|the|this|that|these|those|he|she|there|your|most|people|everyone)"
_SLANTED = (
    "award-winning|world-class|dedicated|friendly|hard-working|hardworking|innovative|improved|state-of-the-art"
    "|cutting-edge|best-in-class|top-quality|high-quality|first-class|five-star|revolutionary|unbeatable|legendary|beloved|caring"
    "|talented|skilled|trusted|generous|renowned|famous|tasty|speedy|expert|unrivalled|market-leading|industry-leading"
    f"|groundbreaking|ground-breaking|passionate|{_PRAISE}"
    "|outdated|useless|ridiculous|wasteful|unfair|annoying|boring|confusing|disgusting|greedy|so-called|pointless"
    f"|failed|inferior|overpriced|unnecessary|notorious|stupid|{_BLAME}"
)
_I = re.IGNORECASE


def _of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, _I)


LEXICON = Lexicon(
    language="en",
    leading=(
        (_of(rf"\bhow (?:very )?(?:{_PRAISE}|{_BLAME}|good) (?:do|did|would) you (?:find|consider|call) (.+?)\?"), r"How would you rate \1?"),
        (_of(rf"\bhow (?:very )?(?:{_PRAISE}|{_BLAME}|good) (?:was|were|is|are|has been|have been) (.+?)\?"), r"How would you rate \1?"),
        (_of(r"\bhow much (?:did|do|have) you (?:enjoy(?:ed)?|loved?|liked?|appreciated?|adored?) (.+?)\?"), r"How would you rate \1?"),
        (_of(r"\bwhat (?:did|do) you (?:love|adore)(?: the)?(?: most| best)? about (.+?)\?"), r"What do you think of \1?"),
        (_of(r"\bwhy (?:do|did|would) you (?:love|like|prefer|trust|enjoy|admire|adore)\b.*?\?"), r"What do you think of us compared with others?"),
        (_of(rf"\b(?:{_NOT} you (?:think|agree|find|feel|say)|would(?:n['’]t)? you agree|do you (?:not )?agree|would you not agree)(?: that)? (.+?) (is|are|was|were) (\w+)\?"), r"How \3 or not \2 \1?"),
        (_of(rf"\b(?:{_NOT} you (?:think|agree|find|feel|say)|would you agree|do you (?:not )?agree|would you not agree)(?: that)? (.+?)\?"), r"To what extent do you agree or disagree: \1?"),
        (_of(r"\bwouldn['’]t you ((?!be\b)\w+ .+?)\?"), r"How likely are you to \1?"),
        (_of(r"\b(is|are|was|were)n['’]t ((?:our|the|your|this|that|these|those|it|they)\b(?: [\w'’-]+)*?) ([\w-]+)\?"), r"How \3 \1 \2?"),
        (_of(rf"^(.*?),\s*(?:{_NOT} (?:it|they|you|we|he|she|there|that)|right|correct|yes|no|eh|don['’]t you think|wouldn['’]t you say|is it not|do you not|are you not)\s*\?$"), r"To what extent do you agree or disagree: \1?"),
        (_of(rf"\b{_NOT} {_WHO}\b.*\?"), ""),
        (_of(r"^(?:as you (?:may |probably |surely )?know|of course|obviously|clearly|surely|naturally|undoubtedly|no doubt|as everyone knows|like (?:most|many|so many|all|everyone)\b[^,]*|as (?:most|many) [^,]*),?\s+(.+)$"), r"\1"),
        (_of(r"\b(?:given|considering|knowing|now that) (?:that |how )?(?:we|our)\b[^,]*\b(?:great|excellent|much|better|best|hard|improved|lower)\b[^,]*,\s*(.+)$"), r"\1"),
    ),
    flattering=_of(
        r"^(?:as you (?:may |probably |surely )?know\b"
        r"|(?:(?:most|many|nearly all|almost all|\d+ ?%|nine out of ten) (?:of )?(?:our |the |your )?\w+|everyone|everybody|experts?|studies|research|critics|other \w+)"
        r" (?:\w+ )?(?:agrees?|knows?|loves?|thinks?|rates?|says?|likes?|recommends?|prefers?|finds?|shows?|believes?|calls?|are (?:happy|satisfied|delighted))\b"
        r"|we (?:hope|know|believe|are (?:proud|sure|certain|confident)|pride|think|do our best|try hard|work hard)\b|we['’]re (?:proud|sure|certain|confident)\b)(?!.*\?)"
    ),
    balanced=_of(
        r"\b(?:good or bad|bad or good|agree(?:ment)? or disagree|like or dislike|liked or disliked|great or|excellent or|perfect or|poor or|bad or)\b|how (?:much|strongly) do you agree"
        r"|to what extent do you agree"
    ),
    loaded=(
        (_of(rf"\b(our|your|the|my|this|these|those|their|his|her|with|of|by|a|an)((?: new| old| very| all-new)?) ((?:(?:new|fresh|fast|{_SLANTED})(?:,? and |, | ))*(?:{_SLANTED}))(?= (?!or\b|and\b|was\b|is\b|were\b|are\b|to\b|for\b|in\b|at\b|when\b|of\b|the\b|you\b|review\b|rating\b|score\b|hotel\b)[\w-]+)"), r"\1\2"),
        (_of(r"\b(do|did|does) (you|we|they|(?:our|the|your) \w+) (?:always|constantly|never)\b"), r"how often \1 \2"),
        (_of(r"(?<!how )\b(?:always|constantly|absolutely|totally|completely|entirely|utterly|perfectly|100 ?%|at all times|without exception|(?:every|each) single time)(?= )"), ""),
        (_of(r"\b(?:every single|each and every)\b"), "the"),
        (_of(r"\b(?:never|not ever)\b(?! mind)"), ""),
        (_of(r"\bstop wast(?:e|ing) (?:money|time) on\b"), "stop paying for"),
        (_of(r"\b(?:wast(?:e|ing) (?:of )?(?:money|time)|squander\w*|rip-?off|disgrace\w*|scandal\w*|shameful|outrageous)\b"), ""),
    ),
    joints=_of(r"(?:,)?\s+(and|or|and/or|as well as|and also|plus|&)\s+|(?<=[a-z])\s?(/)\s?(?=[a-z])"),
    pairs=_of(
        r"\b(?:bed and breakfast|terms and conditions|terms & conditions|research and development|health and safety|pros and cons|ups and downs"
        r"|back and forth|and so on|black and white|look and feel|peace and quiet|trial and error|food and drinks?|friends? and family|family and friends?"
        r"|rules and regulations|wear and tear|bits and pieces|now and then|again and again|more and more|over and over|up and down|to and from"
        r"|before and after|day and night|night and day|first and last names?|name and address|lost and found|click and collect|meet and greet|drag and drop"
        r"|copy and paste|track and trace|park and ride|question and answer|questions and answers|pick-?up and drop-?off|drop-?off and pick-?up|hop-on and hop-off"
        r"|fish and chips|gin and tonic|salt and pepper|arts and crafts|supply and demand|time and effort|time and energy|safe and sound|do's and don'ts"
        r"|diversity and inclusion|equality and diversity|mergers and acquisitions|sales and marketing|human resources and|profit and loss|cash and carry"
        r"|learning and development|training and development|search and rescue|heating and cooling|come and go|go and see|try and \w+|wait and see|each and every|new and improved"
        r"|one or more|one or two|two or three|more or less|with or without|sooner or later|yes or no|now or later|once or twice|a day or two"
        r"|anything or anyone|anyone or anything|on and off|in and out|in or out|you and your (?:family|team|colleagues|company)|you or (?:someone|your)\b[\w ]*|back and neck"
        r"|ladies and gentlemen|nuts and bolts|odds and ends|by and large|first and foremost|loud and clear|short and sweet|above and beyond|buy and sell)\b"
    ),
    kin=frozenset(
        "friend friends colleague colleagues family relatives relative acquaintance acquaintances neighbour neighbours neighbor neighbors "
        "coworker coworkers co-worker co-workers peer peers partner other others someone".split()
    ),
    names_are_capital=True,
    determiners=frozenset("the a an our your their its my his her this these those that any".split()),
    prepositions=frozenset("with to of for by in on at from about during".split()),
    asking=_of(r"(?:how|what|why|which|when|who|where|did|do|does|is|are|was|were|would|will|can|could|should|have|has)\b"),
    preface=_of(r"^(?:thinking|considering|based|when|if|compared|taking|in|during|after|before|since|on a scale|overall|all in all|from|where|with regard|regarding|looking)\b[^?]*?,\s+(?=(?:how|what|why|which|did|do|does|is|are|was|were|would|will|can|could|have|has|please)\b)"),
    deed=_of(r"^(.*?\b(?:did|do|does|will|would|can|could|should)\s+(?:(?:the|our|your|this|that|a|my|their)\s+[\w-]+|you|we|they|he|she|it|I)\s+)"),
    alternatives=frozenset({"or", "and/or"}),
    negators=_of(r"\b(?:not|cannot|no|never|none|nobody|nothing|without|neither|nor|hardly|barely|nowhere)\b|n['’]t\b"),
    opposites={
        "unlikely": "likely", "unhappy": "happy", "dissatisfied": "satisfied", "unsatisfied": "satisfied", "disagree": "agree",
        "uncommon": "common", "unusual": "usual", "unclear": "clear", "unfair": "fair", "impossible": "possible", "incapable": "capable",
        "oppose": "support", "unwilling": "willing", "unacceptable": "acceptable", "unable": "able", "displeased": "pleased",
        "dislike": "like", "disliked": "liked", "unreasonable": "reasonable", "unimportant": "important", "unhelpful": "helpful",
        "unpleasant": "pleasant", "inconvenient": "convenient", "unnecessary": "necessary", "unsafe": "safe", "discourage": "encourage",
        "deny": "confirm", "refuse": "accept", "lack": "have", "fail": "manage", "failed": "managed", "unaware": "aware",
        "inappropriate": "appropriate", "inaccurate": "accurate", "incorrect": "correct", "unfriendly": "friendly", "object": "agree",
    },
    harmless=_of(r"\b(?:or not|whether or not|if not|not only|not at all|no matter|no longer|why not|not yet|no one|not (?:so )?sure|not applicable)\b|\bno,|\b(\w+) or (?:un|dis|in|im|not )\1\b|\bagree or disagree\b|\b(?:un|dis|in|im)(\w+) or \2\b"),
    erased=_of(r"\bnot\s|n['’]t(?=\s)|\bnever\s"),
    rewards=_of(r"\b(?:gift cards?|gifts?|vouchers?|discounts?|coupons?|prizes?|prize draw|raffle|draw|bonus(?:es)?|cash ?back|rewards?|points|free \w+|win|refunds?|money off|promo code|\d+ ?% off|[€$£]\s?\d+|treats?|perks?)\b|\d+ ?% off"),
    scores=_of(
        r"\b(?:an? (?:10|ten|9|nine|5|five)\b(?! ?%)|10 out of 10|10/10|5/5|9 (?:or|and|to) 10|nine or ten|(?:5|five|4|four)[ -]stars?|full marks|top (?:marks?|scores?|ratings?|box)"
        r"|(?:high|higher|highest|best|good|great|positive|perfect|nice|favou?rable|maximum) (?:scores?|ratings?|marks?|reviews?|feedback|evaluations?|grades?)"
        r"|(?:very|extremely|completely) satisfied|satisfied with us)\b"
    ),
    begging=_of(
        r"\b(?:(?:give|rate|score|grant|mark) (?:us|me|our team|them|him|her)(?: with)? (?:an? )?(?:10|ten|9|nine|5|five|top|full|the (?:highest|best|top|maximum)|high|perfect)"
        r"|only (?:an? )?(?:10s?|5s?|9s?|tens?|fives?|nine|top)\b[^.?!]*\b(?:counts?|pass(?:es)?|matters?|helps?|is|are)"
        r"|(?:anything|everything|any(?:thing)? (?:score|rating)|a score|a rating|scores?|ratings?) (?:below|less than|under|lower than|short of)"
        r"|(?:my|our|the team['’]s|his|her|their) (?:bonus|pay|job|wages?|salary|commission|performance review) depends"
        r"|counts? against (?:me|us|them|him|her|our|my)"
        r"|(?:would|'d|’d) (?:really |very much |greatly )?(?:appreciate|love|be grateful for|like) (?:an? )?(?:10|ten|5|five|9|top|perfect|high|good|positive)(?: stars?| marks?| scores?| ratings?)"
        r"|(?:help|helps|support) (?:me|us|our team|my team|the team|him|her) (?:\w+ ){0,6}(?:with|by) (?:an? )?(?:10|ten|5|five|9|top|perfect|high|good|positive))"
    ),
    for_everybody=_of(r"\b(?:whatever|no matter|regardless|irrespective|every participant|all participants|everyone who (?:answers|takes part|responds|participates)|independent of|does not (?:depend|matter)|any answer)\b"),
    neutral={
        "nps": "How likely are you to recommend us to a friend or colleague?",
        "enps": "How likely are you to recommend us as a place to work?",
        "csat": "How satisfied are you with our service?",
        "ces": "How easy or difficult was it to get done what you wanted?",
        "": "How would you rate your experience?",
    },
    other=_of(r"\b(?:others?|else|none|neither|nothing|no preference|don['’]?t know|do not know|not sure|unsure|no answer|n/?a|not applicable|prefer not|rather not|no opinion|elsewhere|both|any of|no reason|something different|does not apply)\b"),
    ordered=_of(
        r"^(?:yes|no|maybe|always|often|usually|sometimes|rarely|seldom|never|daily|weekly|monthly|yearly|(?:very|extremely|somewhat|slightly|not|fairly|quite|rather|moderately|neither|strongly|a little|a lot|much|too|about|just|far)\b.*"
        r"|(?:every|each|once|twice|several times|a few times|more often|less often|more|less|most|last|this|next|today|yesterday|tomorrow|longer|earlier|later|higher|lower|as expected|same|the same)\b.*|better|worse|excellent|good|poor|bad|fair|average|okay|ok"
        r"|small|medium|large|low|high|(?:dis)?agree|satisfied|dissatisfied|likely|unlikely|easy|difficult|before .*|after .*|during .*|true|false|male|female|morning|afternoon|evening|night"
        r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december)$"
    ),
    at_most=_of(r"^(?:up to|at most|until|max(?:imum)?\.?)\s*(\d[\d,.]*)|^(\d[\d,.]*)\s*(?:or (?:less|fewer|younger|under))"),
    below=_of(r"^(?:under|below|less than|fewer than|younger than|<)\s*(\d[\d,.]*)"),
    at_least=_of(r"(\d[\d,.]*)\s*(?:\+|or (?:more|older|over|longer|above)|and (?:more|older|over|above))|^(?:at least|from|min(?:imum)?\.?)\s*(\d[\d,.]*)$"),
    above=_of(r"^(?:over|above|more than|older than|longer than|>)\s*(\d[\d,.]*)"),
    to=_of(r"(\d[\d,.]*)\s*(?:–|-|—|to|until|through|and)\s*(\d[\d,.]*)"),
    conjunction=_of(r"\s+(?:and|or|&)\s+|\s*/\s*|,\s*"),
    longest=25,
    plain_words={
        "utilise": "use", "utilize": "use", "facilitate": "help", "prior to": "before", "subsequent to": "after", "commence": "start",
        "commencement": "start", "terminate": "end", "purchase": "buy", "assistance": "help", "regarding": "about", "endeavour": "try",
        "additional": "more", "sufficient": "enough", "approximately": "about", "demonstrate": "show", "implementation": "introduction",
        "remuneration": "pay", "methodology": "method", "dissemination": "spread", "operationally significant": "important",
        "organisational": "company", "organizational": "company", "infrastructure": "systems", "documentation": "papers",
        "comprehensibility": "clarity", "contractual": "contract", "modification": "change", "satisfactory": "good", "aforementioned": "this",
        "functionality": "functions", "characteristics": "features", "evaluate": "rate", "communicated": "explained", "throughout": "during",
        "accompanying": "with", "communication": "message", "in order to": "to", "with regard to": "about", "obtain": "get", "require": "need",
        "requirement": "need", "inform": "tell", "notification": "message", "individuals": "people", "currently": "now", "appropriate": "right",
    },
    other_label="Other",
    none_label="None of these",
    why="What is the main reason for your score?",
)  # fmt: skip
