"""Whom we know: contacts with identities and attributes, and units in a hierarchy.

Nouns: contact, identity, attribute, unit, group. Leaves what they answered to ``responses``.
"""
