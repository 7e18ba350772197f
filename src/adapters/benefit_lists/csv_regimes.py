"""Reads lists of payers' regimes from CSV files."""

from collections.abc import Mapping, Sequence

import attrs

from esep.adapters.benefit_lists.csv_rows import (
    CHARACTERS_SHOWN_MAX,
    day_in,
    number_in,
    read_rows,
    refuse_faults,
    text_in,
)
from esep.domain.errors import InvalidInput
from esep.domain.model.payer_regime import PayerRegime, Regime
from esep.domain.ports.payer_regimes import RegimesFileInvalid

COLUMNS = ("payer", "regime", "from", "to")


@attrs.frozen
class CsvRegimesReader:
    """A `RegimesReader` for CSV in UTF-8; `to` may be empty. Spans of one payer must not overlap."""

    def read(self, content: bytes, file_name: str) -> list[PayerRegime]:
        """See `RegimesReader`."""
        faults: list[str] = []
        read: list[PayerRegime] = []
        by_payer: dict[str, list[tuple[int, PayerRegime]]] = {}
        for number, row in read_rows(content, file_name, COLUMNS, RegimesFileInvalid):
            try:
                regime = _regime(row)
                of_payer = by_payer.setdefault(regime.payer_id, [])
                _require_apart(regime, of_payer)
            except InvalidInput as error:
                faults.append(f"line {number}: {error}")
                continue
            of_payer.append((number, regime))
            read.append(regime)
        refuse_faults(faults, file_name, RegimesFileInvalid)
        return read


def _regime(row: Mapping[str, str]) -> PayerRegime:
    word = text_in(row, "regime")
    regime = next((one for one in Regime if one.value == word), None)
    if regime is None:
        words = ", ".join(one.value for one in Regime)
        raise InvalidInput(f"regime {word[:CHARACTERS_SHOWN_MAX]!r}; expected one of {words}")
    from_on = day_in(row, "from")
    to_on = day_in(row, "to") if row.get("to") else None
    if to_on is not None and to_on < from_on:
        raise InvalidInput(f"to {to_on} lies before from {from_on}")
    return PayerRegime(payer_id=number_in(row, "payer"), regime=regime, from_on=from_on, to_on=to_on)


def _require_apart(regime: PayerRegime, others: Sequence[tuple[int, PayerRegime]]) -> None:
    for number, other in others:
        begins_after = other.to_on is not None and regime.from_on > other.to_on
        ends_before = regime.to_on is not None and regime.to_on < other.from_on
        if not begins_after and not ends_before:
            raise InvalidInput(f"overlaps the days of the same payer in line {number}")
