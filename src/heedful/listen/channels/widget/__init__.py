"""The web widget's server: which surveys a site may show, whether this visitor is asked, what came of it.

Nouns: site (who may show surveys), placement (where and when one is shown), visitor, exposure. The script
itself is the npm package in ``widget/``. Leaves who may be asked, and when, to ``fieldwork``.
"""
