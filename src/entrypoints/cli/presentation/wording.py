"""Numbers, amounts and moments as people read them."""

from datetime import datetime

from esep.domain.model.almaty import ALMATY
from esep.domain.model.identification_number import NumberKind, kind_of, masked
from esep.domain.model.ledger import Account
from esep.domain.model.money import Money
from esep.domain.model.month import InvalidMonth, Month


def tenge(amount_tiyn: int | None) -> str:
    """`4 509.65`; nothing for an amount that is not known."""
    return "" if amount_tiyn is None else Money(amount_tiyn).format_tenge()


def number_of_lines(count: int | None) -> str:
    """`1 line`, `5 lines`."""
    if count is None:
        return ""
    return "1 line" if count == 1 else f"{count:,} lines".replace(",", " ")


def counted(count: int, one: str, many: str) -> str:
    """`1 order`, `12 000 orders`."""
    return f"{count:,} {one if count == 1 else many}".replace(",", " ")


def payer_number(number: str | None) -> str | None:
    """A BIN as it is, for it is public; anything else may be a person's and is masked."""
    if number is None or kind_of(number) is NumberKind.BIN:
        return number
    return masked(number)


def month_of(period: str | None) -> str | None:
    """`2020-01` of a period as messages write it, `012020`; None where it is no month."""
    try:
        return None if not period else str(Month.parse(period))
    except InvalidMonth:
        return None


def moment(instant: datetime) -> str:
    """In Almaty, to the minute: `2020-02-24 09:00`."""
    return f"{instant.astimezone(ALMATY):%Y-%m-%d %H:%M}"


def account_word(account: Account) -> str:
    """An account of the books: `participant-contributions`."""
    return account.name.lower().replace("_", "-")
