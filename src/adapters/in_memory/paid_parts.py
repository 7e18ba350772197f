"""The parts of decisions that payments rest on."""

from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import NotFound
from esep.domain.model.benefit_payment import PaymentKey
from esep.domain.model.recipient_case import PaidPart


def part_of(tables: Tables, key: PaymentKey) -> PaidPart:
    """The part of the decision that a payment rests on. Raises `NotFound`."""
    event = tables.case_events.rows.get((key.case_number, key.event_number))
    parts = event.decision.parts if event and event.decision else ()
    for part in parts:
        if part.part == key.part and tables.cases.rows[key.case_number].person_key == key.person_key:
            return part
    raise NotFound(f"{key.name} rests on no decision that is recorded")
