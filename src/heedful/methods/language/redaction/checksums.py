"""Digits that check themselves: what looks like a number of that kind but is not is left alone."""

from __future__ import annotations


def luhn(digits: str) -> bool:
    """Check a payment card (ISO/IEC 7812)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def mod_97(characters: str) -> bool:
    """Check an IBAN (ISO 13616): moved, letters as numbers, remainder 1."""
    moved = characters[4:] + characters[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def social_security(digits: str) -> bool:
    """Check the areas that the United States never gave out."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"


def mod_11(digits: str) -> bool:
    """Check a British NHS number: ten digits weighted 10 to 2."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = 11 - total % 11
    return check != 10 and check % 11 == int(digits[9])


def iso_7064(digits: str) -> bool:
    """Check a German tax number (ISO 7064, MOD 11,10)."""
    product = 10
    for digit in digits[:-1]:
        product = (((int(digit) + product) % 10 or 10) * 2) % 11
    return (11 - product) % 10 == int(digits[-1])


def nir(characters: str) -> bool:
    """Check a French social security number: 97 less the remainder, Corsica's letters as digits."""
    body = characters[:13].upper().replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(characters[13:])


def dni(characters: str) -> bool:
    """Check the letter of a Spanish DNI or NIE."""
    number = characters[:-1].upper()
    number = str("XYZ".index(number[0])) + number[1:] if number[0] in "XYZ" else number
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == characters[-1].upper()


def eleven_proof(digits: str) -> bool:
    """Check a Dutch BSN: weights 9 to 2, then minus 1."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


def cpf(digits: str) -> bool:
    """Check both digits of a Brazilian CPF."""

    def check(count: int) -> int:
        total = sum(int(digits[place]) * (count + 1 - place) for place in range(count))
        return (total * 10) % 11 % 10

    return len(set(digits)) > 1 and check(9) == int(digits[9]) and check(10) == int(digits[10])


_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def codice_fiscale(characters: str) -> bool:
    """Check the last letter of an Italian tax code."""
    values = [
        int(character) if character.isdigit() else ord(character) - ord("A")
        for character in characters[:15].upper()
    ]
    total = sum(_ODD[value] if place % 2 == 0 else value for place, value in enumerate(values))
    return total % 26 == ord(characters[15].upper()) - ord("A")
