"""Under which regime a payer pays contributions: it decides how income is reckoned from them."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

import attrs

from esep.domain.model.month import Month


class Regime(Enum):
    """How a payer pays; whoever is on no list pays in the ordinary way."""

    SINGLE_PAYMENT = "single-payment"  # contributions are a share of one payment (Social Code 244(3))
    SELF_EMPLOYED = "self-employed"  # 1 % (Social Code 101-1)
    PLATFORM = "platform"  # 1 % withheld by the operator of a platform (Social Code 102-1)


@attrs.frozen(kw_only=True)
class PayerRegime:
    """One row of the list: a payer, a regime and the days from and to which it holds, both included."""

    payer_id: str
    regime: Regime
    from_on: date
    to_on: date | None  # None while it still holds

    def is_of(self, month: Month) -> bool:
        """Whether it holds in a month, or in a part of it."""
        return self.from_on <= month.last_day and (self.to_on is None or month.first_day <= self.to_on)


@attrs.frozen
class PayerRegimes:
    """What the list says of some payers."""

    _by_payer: Mapping[str, tuple[PayerRegime, ...]]

    @classmethod
    def of(cls, rows: Iterable[PayerRegime]) -> "PayerRegimes":
        """The regimes of these rows."""
        by_payer: dict[str, tuple[PayerRegime, ...]] = {}
        for row in rows:
            by_payer[row.payer_id] = (*by_payer.get(row.payer_id, ()), row)
        return cls(by_payer)

    def at(self, payer_id: str, month: Month) -> Regime | None:
        """The regime of a payer in a month; None where it pays in the ordinary way."""
        return next((row.regime for row in self._by_payer.get(payer_id, ()) if row.is_of(month)), None)


NO_REGIMES = PayerRegimes({})
