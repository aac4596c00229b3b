"""The look of every page: tokens, layout, parts, icons, pictures of charts.

Knows no table and no business: modules render their pages inside its layout.
"""
