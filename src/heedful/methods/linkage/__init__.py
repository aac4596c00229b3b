"""Which touchpoints lead to an outcome?"""

from heedful.methods.linkage.attribution import Attribution, Path, markov_attribution

__all__ = ["Attribution", "Path", "markov_attribution"]
