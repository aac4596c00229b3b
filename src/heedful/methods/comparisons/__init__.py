"""Is it different? Tests and intervals for two groups, for many, and for many questions at once."""

from heedful.methods.comparisons.groups import (
    AgainstOthers,
    Groups,
    compare_nps_groups,
    not_distinguishable,
    pairwise_critical,
    unlike_others,
)
from heedful.methods.comparisons.letters import compact_letters
from heedful.methods.comparisons.means import (
    RankSum,
    RankTest,
    WelchT,
    kruskal_wallis,
    mann_whitney,
    sample_moments,
    welch_t,
)
from heedful.methods.comparisons.multiple import AdjustedTests, multiple_testing
from heedful.methods.comparisons.proportions import (
    PairedChange,
    PairwiseShares,
    ShareTest,
    marascuilo,
    paired_proportion_change,
    two_proportion_test,
)
from heedful.methods.comparisons.rates import Exceedance, RateRatio, poisson_exceedance, poisson_rate_ratio
from heedful.methods.comparisons.scores import compare_means, compare_nps, compare_shares
from heedful.methods.comparisons.tables import Homogeneity, Stratified, chisq_homogeneity, mantel_haenszel
from heedful.methods.comparisons.trinomial import NpsDifference, nps_difference

__all__ = [
    "AdjustedTests",
    "AgainstOthers",
    "Exceedance",
    "Groups",
    "Homogeneity",
    "NpsDifference",
    "PairedChange",
    "PairwiseShares",
    "RankSum",
    "RankTest",
    "RateRatio",
    "ShareTest",
    "Stratified",
    "WelchT",
    "chisq_homogeneity",
    "compact_letters",
    "compare_means",
    "compare_nps",
    "compare_nps_groups",
    "compare_shares",
    "kruskal_wallis",
    "mann_whitney",
    "mantel_haenszel",
    "marascuilo",
    "multiple_testing",
    "not_distinguishable",
    "nps_difference",
    "paired_proportion_change",
    "pairwise_critical",
    "poisson_exceedance",
    "poisson_rate_ratio",
    "sample_moments",
    "two_proportion_test",
    "unlike_others",
    "welch_t",
]
