"""What comments speak of that has no name yet: groups of like remarks, their rate against the past, names."""

from heedful.methods.language.topics.covering import Covering, covering_rows
from heedful.methods.language.topics.emerging import EmergingTopic, EmergingTopics, emerging_topics
from heedful.methods.language.topics.identity import matched_topics
from heedful.methods.language.topics.phrases import Phrase, distinctive_phrases, name_of, phrases_of
from heedful.methods.language.topics.rates import clumping_of, expected_counts, surge_p
from heedful.methods.language.topics.tree import Groups, directions, nested_groups
from heedful.methods.language.topics.words import SharedWord, shared_words, word_keys

__all__ = [
    "Covering",
    "EmergingTopic",
    "EmergingTopics",
    "Groups",
    "Phrase",
    "SharedWord",
    "clumping_of",
    "covering_rows",
    "directions",
    "distinctive_phrases",
    "emerging_topics",
    "expected_counts",
    "matched_topics",
    "name_of",
    "nested_groups",
    "phrases_of",
    "shared_words",
    "surge_p",
    "word_keys",
]
