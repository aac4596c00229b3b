"""What can be said of a comment without a model: its sentences, its clauses, the personal data in it."""

from heedful.methods.language.clauses import clauses, sentences
from heedful.methods.language.redaction import personal_data, redact
from heedful.methods.language.spans import Span
from heedful.methods.language.tidying import tidied

__all__ = ["Span", "clauses", "personal_data", "redact", "sentences", "tidied"]
