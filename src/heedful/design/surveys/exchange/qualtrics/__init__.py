"""Qualtrics' survey files (.qsf), in and out."""
