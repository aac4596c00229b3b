"""What came of an experiment: was the split right, and do the arms differ by more than chance?

Looking every day is safe: the intervals hold at all looks together.
"""
