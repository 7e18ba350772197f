"""The Fund's account, as whoever sends money names it."""

import pytest

from esep.domain.model.fund_account import FundAccount, FundAccountInvalid


@pytest.mark.parametrize(
    ("account", "bic", "told"),
    [
        ("KZ68009SS00368609110", "NBRKKZKX", "is no account"),
        ("KZ67009SS0036860911", "NBRKKZKX", "is no account"),
        ("", "NBRKKZKX", "is no account"),
        ("KZ67009SS00368609110", "NBRKKZKXX", "is no code of a bank"),
        ("KZ67009SS00368609110", "nbrkkzkx", "is no code of a bank"),
    ],
)
def test_an_account_that_is_none_is_refused(account: str, bic: str, told: str) -> None:
    with pytest.raises(FundAccountInvalid, match=told):
        FundAccount(account=account, bic=bic)
