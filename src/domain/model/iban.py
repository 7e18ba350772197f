"""International bank account number: country, two check digits, the account (ISO 13616)."""

import re

_IBAN = re.compile(r"KZ[0-9]{2}[0-9]{3}[0-9A-Z]{13}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_REMAINDER = 1  # of the whole number, rearranged, by 97


def is_iban(text: str) -> bool:
    """Whether the text is an account number of Kazakhstan with the right check digits, without spaces."""
    if _IBAN.fullmatch(text) is None:
        return False
    rearranged = text[4:] + text[:4]
    return int("".join(str(int(character, 36)) for character in rearranged)) % 97 == _REMAINDER


def is_bic(text: str) -> bool:
    """Whether the text is shaped like a bank's code: eight or eleven letters and digits."""
    return _BIC.fullmatch(text) is not None
