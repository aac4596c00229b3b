"""Why was somebody asked, or not? Past decisions as they were kept, and what would be decided now.

Nouns: trace, gate, verdict. Reads only: looking never asks anybody.
"""
