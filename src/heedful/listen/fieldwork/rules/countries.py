"""What countries ask of a channel before somebody is written to unasked: defaults, which can be changed.

They are starting points for a talk with counsel, not advice: most of these laws know exceptions (existing
customers, pure market research) that depend on the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from heedful.listen.fieldwork.types import CountryRule

_BOTH = ("email", "sms")
_TEXTS = ("sms",)

_TABLE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("AT", _BOTH, "TKG 2021 § 174(3): electronic mail and SMS for advertising need prior consent"),
    ("AU", _TEXTS, "Spam Act 2003 s 16: commercial electronic messages need consent"),
    ("BE", _BOTH, "Code de droit économique art. XII.13: advertising by electronic mail needs prior consent"),
    ("CA", _BOTH, "CASL (S.C. 2010, c. 23) s. 6: commercial electronic messages need consent"),
    ("CH", _BOTH, "UWG Art. 3(1)(o): mass advertising by telecommunication needs consent"),
    ("DE", _BOTH, "UWG § 7(2); BGH, 10 July 2018, VI ZR 225/17: a satisfaction survey is advertising"),
    ("DK", _BOTH, "Markedsføringsloven § 10: approaches by electronic mail need prior consent"),
    ("ES", _BOTH, "LSSI (Ley 34/2002) art. 21: advertising by electronic mail needs express consent"),
    ("FR", _TEXTS, "CPCE art. L. 34-5: direct prospecting by text message needs prior consent"),
    ("GB", _TEXTS, "PECR 2003 reg. 22: direct marketing by electronic mail and text needs consent"),
    ("IT", _BOTH, "Codice privacy (d.lgs. 196/2003) art. 130: automated messages need consent"),
    ("NL", _TEXTS, "Telecommunicatiewet art. 11.7: unrequested electronic messages need prior consent"),
    ("PL", _BOTH, "Prawo komunikacji elektronicznej art. 398: direct marketing needs prior consent"),
    ("US", _TEXTS, "TCPA, 47 U.S.C. § 227(b), 47 CFR § 64.1200(a): texts need prior express consent"),
)


def by_country(rules: Iterable[CountryRule]) -> Mapping[tuple[str, str], CountryRule]:
    """Return rules as decisions look them up."""
    return MappingProxyType({(rule.country, rule.channel): rule for rule in rules})


DEFAULT_COUNTRIES = by_country(
    CountryRule(country, channel, needs_consent=True, source=source)
    for country, channels, source in _TABLE
    for channel in channels
)
