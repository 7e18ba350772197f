"""The Fund's account: it stands in no source that ships with the product, so whoever sends money names it."""

import re

import attrs

from esep.domain.errors import InvalidInput

_IBAN = re.compile(r"KZ[0-9]{2}[0-9A-Z]{16}", re.ASCII)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}", re.ASCII)


class FundAccountInvalid(InvalidInput):
    """The Fund's account or its bank's code is none; money sent there would be lost or come back."""

    code = "fund-account-invalid"


@attrs.frozen(kw_only=True)
class FundAccount:
    """An account of twenty characters (IBAN) with its check digits, at the bank of a code of eight (BIC).

    Raises `FundAccountInvalid`.
    """

    account: str
    bic: str

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be an account."""
        if not _IBAN.fullmatch(self.account) or not _check_digits_hold(self.account):
            raise FundAccountInvalid(
                f"{self.account!r} is no account of a bank of Kazakhstan; expected an IBAN: KZ, two check digits and "
                "sixteen digits or capital letters; look it up in the Fund's letter"
            )
        if not _BIC.fullmatch(self.bic):
            raise FundAccountInvalid(
                f"{self.bic!r} is no code of a bank; expected a BIC of eight capital letters and digits; look it up in "
                "the Fund's letter"
            )


def _check_digits_hold(iban: str) -> bool:
    """ISO 13616: the account, its first four characters moved to the end and letters counted from A = 10."""
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    return int(digits) % 97 == 1
