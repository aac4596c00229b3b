"""What would we see? A made-up population, asked again and again, where the truth is known.

Nouns: scene (a population and how it answers), draw (one survey of it), coverage (how often an interval holds
the true score). The population is invented; the ways of counting are those of every board.
"""
