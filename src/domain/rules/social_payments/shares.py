"""Who is paid which part of a payment (Social Code 239(4)-(5))."""

from collections.abc import Sequence
from fractions import Fraction

from esep.domain.model.recipient_case import Dependant, PaidPart

WHOLE = Fraction(1)


def shares_of(dependants: Sequence[Dependant]) -> list[Fraction] | None:
    """The share of each dependant: those given, and what they leave in equal parts; None where they do not add up."""
    given = sum((one.share for one in dependants if one.share is not None), Fraction(0))
    others = sum(1 for one in dependants if one.share is None)
    rest = WHOLE - given
    if any(one.share is not None and one.share <= 0 for one in dependants) or (rest <= 0 if others else rest != 0):
        return None
    return [rest / others if one.share is None else one.share for one in dependants]


def parts_of(
    amount_tiyn: int, dependants: Sequence[Dependant], *, recipient_key: int, account: str, bic: str
) -> tuple[PaidPart, ...]:
    """Who is paid what: the recipient, and each dependant whose share goes to an account of its own.

    The parts add up to the amount to the tiyn. Raises ValueError where the shares given do not add up.
    """
    own = [place for place, one in enumerate(dependants) if one.account]
    shares = shares_of(dependants) if dependants else []
    if shares is None:
        raise ValueError("the shares do not add up to the whole")
    kept = WHOLE - sum((shares[place] for place in own), Fraction(0))
    payees = [(recipient_key, account, bic, kept)] if kept else []
    payees += [(int(dependants[at].iin), dependants[at].account, dependants[at].bic, shares[at]) for at in own]
    amounts = divided(amount_tiyn, [share for *_, share in payees])
    return tuple(
        PaidPart(part=number, payee_key=key, amount_tiyn=part_tiyn, account=its_account, bic=its_bic)
        for number, ((key, its_account, its_bic, _), part_tiyn) in enumerate(
            zip(payees, amounts, strict=True),
            1,
        )
        if part_tiyn
    )


def divided(amount_tiyn: int, shares: Sequence[Fraction]) -> list[int]:
    """An amount by shares, in whole tiyn that add up to it: what is left over goes to the largest remainders."""
    exact = [amount_tiyn * share for share in shares]
    whole = [int(part) for part in exact]
    by_remainder = sorted(range(len(shares)), key=lambda place: (whole[place] - exact[place], place))
    for place in by_remainder[: amount_tiyn - sum(whole)]:
        whole[place] += 1
    return whole
