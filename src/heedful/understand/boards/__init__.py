"""Numbers on pages: the home board, tiles, charts, segments, annotations, exports.

Nouns: board, tile, chart, segment, annotation. Leaves how a number is computed to ``metrics``.
"""
