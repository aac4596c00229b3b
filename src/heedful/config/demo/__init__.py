"""A believable organisation, made up by us: three programmes, 18 months, and effects that were planted.

What was planted stands in ``docs/demo.md``, so that anybody can check whether Heedful finds it.
Everything follows from one seed and the day it is built on.
"""
