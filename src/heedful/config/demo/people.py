"""Names that are nobody's, put together at random."""

from __future__ import annotations

from numpy.random import Generator

from heedful.listen.audiences.types import NewContact

_FIRST = (
    "Ada Alma Amira Anton Aylin Ben Carla Clara David Elif Elin Emil Eva Felix Fenna Finn Greta Hanna "
    "Henri Ida Ilse Jakob Jan Jana Joost Julia Karim Klara Lara Lena Leo Lina Lotte Luca Maja Marek "
    "Maria Mats Mia Mila Milan Nele Nina Noah Nora Oskar Otto Paul Pia Rosa Ruben Samir Sanne Sara "
    "Selma Sofia Stijn Theo Tilda Tom Ulla Vera Viktor Willem Yara Zoe"
).split()
_LAST = (
    "Adler Aydin Baker Baumann Becker Berger Bos Brandt Brunner Cohen Demir Dietrich Egger Fischer "
    "Frank Frei Gruber Haas Hartmann Hendriks Hofer Huber Jansen Jung Kaya Keller Klein Koch Kowalski "
    "Kuhn Lang Lehmann Lindner Maier Meier Mulder Nowak Peters Pichler Richter Roth Sauer Schmid "
    "Schuster Seidel Steiner Stern Tanaka Vogel Visser Wagner Weber Wenger Winter Wolf Yilmaz Ziegler "
    "Zimmermann"
).split()


def make_people(count: int, prefix: str, rng: Generator, *, language: str = "en") -> list[NewContact]:
    """Make contacts with a customer number and an address at a domain that does not exist."""
    first = rng.choice(_FIRST, size=count)
    last = rng.choice(_LAST, size=count)
    return [_person(str(first[i]), str(last[i]), f"{prefix}-{i:05d}", language) for i in range(count)]


def _person(first: str, last: str, number: str, language: str) -> NewContact:
    email = f"{first}.{last}.{number}@example.invalid".lower()
    return NewContact(
        identities=(("external_id", number), ("email", email)), name=f"{first} {last}", language=language
    )
