"""Amounts recognised as illegal (unreasonable) by a court (Rules, item 9)."""

from datetime import date, datetime

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.month import Month


@attrs.frozen(kw_only=True)
class IllegalRow:
    """One row of a list as it came."""

    row: int  # line of the file
    iin: str
    reference: str  # of the payment order
    month: Month  # paid for
    line_number: int | None  # of the order, where the list names it
    amount_tiyn: int | None  # None: all that stands


@attrs.frozen(kw_only=True)
class CourtAct:
    """The act that recognised the amounts."""

    number: str
    day: date


@attrs.frozen(kw_only=True)
class IllegalAmount:
    """What of one line is recognised as illegal. The entry stays; it counts for nothing from the recording on."""

    person_key: int
    order_number: int
    line_number: int
    amount_tiyn: int


@attrs.frozen(kw_only=True)
class IllegalList:
    """A list as recorded, whole."""

    list_number: int
    file_name: str
    sha256: bytes
    content: bytes
    act: CourtAct
    amounts: tuple[IllegalAmount, ...]
    recorded_at: datetime
    due_on: date
    actor: Actor


@attrs.frozen(kw_only=True)
class IllegalListSummary:
    """A list as shown: without persons."""

    list_number: int
    file_name: str
    act_number: str
    act_date: date
    recorded_at: datetime
    due_on: date
    actor_identity: str
    line_count: int
    amount_tiyn: int
