"""Tables of what is read and what people say of it. Files of trained models: ``model_files``."""

from heedful.understand.words.models.labels import DriftWatch, LabelTask, ThemeLabel
from heedful.understand.words.models.readings import Edition, Mention, Reading, WaitingText
from heedful.understand.words.models.search import SearchChange
from heedful.understand.words.models.themes import SurveyTaxonomy, Taxonomy, TaxonomyVersion
from heedful.understand.words.models.topics import Summary, Topic, TopicComment, TopicWindow

__all__ = [
    "DriftWatch",
    "Edition",
    "LabelTask",
    "Mention",
    "Reading",
    "SearchChange",
    "Summary",
    "SurveyTaxonomy",
    "Taxonomy",
    "TaxonomyVersion",
    "ThemeLabel",
    "Topic",
    "TopicComment",
    "TopicWindow",
    "WaitingText",
]
