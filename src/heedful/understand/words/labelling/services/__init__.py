"""Writes of labels: given where a theme was shown, given in the queue, drawn for the queue."""

from heedful.understand.words.labelling.services.correcting import correct_mention, withdraw_label

__all__ = ["correct_mention", "withdraw_label"]
