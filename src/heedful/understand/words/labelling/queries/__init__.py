"""Reads of labels: what is to be labelled, how well coders agree, how well the machine does."""
