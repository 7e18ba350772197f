"""Everything that the ports of a store tell: what must be the same in both worlds, and after a refusal as before."""

from collections.abc import Sequence
from datetime import timedelta

from esep.domain.model.outcome import Outcome
from esep.domain.model.refund import PENDING
from esep.domain.ports.unit_of_work import UnitOfWork
from two_stores.names import DAY, LAST_DAY, MONTHS, PAYERS, PEOPLE, REFERENCES
from two_stores.told_of_payments import told_of_payments
from two_stores.world import World

PERSONS = [int(number) for number in PEOPLE]
MANY = 1_000

Observed = dict[str, object]


def observed(world: World) -> Observed:
    """What is told, by name."""
    with world.open_store() as unit:
        numbers = [order.order_number for order in unit.orders.list_orders()]
        seen = _orders(unit, numbers) | _lines(unit, numbers) | _accounts(world, unit) | _people(world, unit)
        seen |= _returns(unit) | _refunds(unit, numbers) | _transfers(unit) | _payers(unit, numbers)
        seen |= _trails(unit, numbers) | told_of_payments(unit, PERSONS)
    seen["bank"] = dict(world.bank.files)
    return seen


def _orders(unit: UnitOfWork, numbers: Sequence[int]) -> Observed:
    return {
        "orders": list(unit.orders.list_orders()),
        "by outcome": {outcome: list(unit.orders.list_orders(outcome)) for outcome in Outcome},
        "summaries": dict(unit.orders.find_many(numbers)),
        "by reference": {name: unit.orders.find_by_reference(name) for name in REFERENCES},
        "decisions": {number: unit.orders.decisions(number) for number in numbers},
        "messages": dict(unit.orders.message_contents(numbers)),
        "quarantined": list(unit.orders.list_quarantined()),
    }


def _lines(unit: UnitOfWork, numbers: Sequence[int]) -> Observed:
    """What is told of lines: an order has at most five."""
    every, lines = range(1, 7), {number: list(unit.orders.lines(number)) for number in numbers}
    return {
        "lines": lines,
        "credited lines": {number: unit.accounts.credited_lines(number, every) for number in numbers},
        "counted": {number: unit.counted.of(number, every) for number in numbers},
        "asking for": {number: unit.refunds.asking_for(number, every) for number in numbers},
        "corrections": {
            (one.order_number, one.line_number): unit.corrections.of_line(one.order_number, one.line_number)
            for one in unit.trails.corrections(numbers)
        },
        "illegal lists": unit.illegal.lists(),
    }


def _accounts(world: World, unit: UnitOfWork) -> Observed:
    yesterday = world.clock.now() - timedelta(days=1)
    return {
        "accounts": unit.accounts.records(PERSONS),
        "accounts a day ago": unit.accounts.records(PERSONS, as_of=yesterday),
        "standing contributions": unit.accounts.standing_contributions(PERSONS),
        "standing contributions a day ago": unit.accounts.standing_contributions(PERSONS, as_of=yesterday),
        "views": {person: unit.usage.count_views(person) for person in PERSONS},
    }


def _people(world: World, unit: UnitOfWork) -> Observed:
    yesterday = world.clock.now() - timedelta(days=1)
    return {
        "snapshots": unit.register.versions(),
        "standing": unit.register.standing(PERSONS),
        "numbers": {person: unit.people.numbers_of(person) for person in PERSONS},
        "links": unit.people.list_links(),
        "links of persons": unit.people.links(PERSONS),
        "states": unit.people.states(PERSONS),
        "states a day ago": unit.people.states(PERSONS, as_of=yesterday),
        "first recorded": unit.people.first_recorded(PERSONS),
    }


def _returns(unit: UnitOfWork) -> Observed:
    return {
        "returns": list(unit.returns.list_returns()),
        "pending": unit.returns.pending(MANY),
        "unwritten": unit.outgoing.unwritten_files(),
    }


def _refunds(unit: UnitOfWork, numbers: Sequence[int]) -> Observed:
    listed = list(unit.refunds.list_refunds())
    return {
        "refunds": listed,
        "refunds that wait": list(unit.refunds.list_refunds(states=PENDING)),
        "unfinished refunds": list(unit.refunds.unfinished()),
        "pending refunds": unit.refunds.pending(MANY),
        "refund cases": {one.refund_number: unit.refunds.find(one.refund_number) for one in listed},
        "applications": [unit.refunds.find_application(one.payer_id, one.application_number) for one in listed],
        "paid orders": dict(unit.refunds.orders(numbers)),
    }


def _transfers(unit: UnitOfWork) -> Observed:
    return {
        "transfers": list(unit.transfers.list_transfers()),
        "untransferred": unit.transfers.untransferred(LAST_DAY),
        "untransferred of the first day": unit.transfers.untransferred(DAY),
        "untransferred days": unit.transfers.untransferred_days(),
        "transfers without file": unit.transfers.without_file(MANY),
    }


def _payers(unit: UnitOfWork, numbers: Sequence[int]) -> Observed:
    asked = [(payer, month) for payer in PAYERS[:2] for month in MONTHS[:2]]
    return {
        "payers": unit.payer_register.versions(),
        "registered payers": unit.payer_register.find_many(PAYERS),
        "orders of payers": {(payer, month): unit.payers.orders(payer, month) for payer, month in asked},
        "entries of payers": {(payer, month): list(unit.payers.entries(payer, month)) for payer, month in asked},
        "sent back of orders": unit.payers.sent_back_of(numbers),
    }


def _trails(unit: UnitOfWork, numbers: Sequence[int]) -> Observed:
    places = [(number, line.line_number) for number, line in unit.trails.lines(numbers, None)]
    parts = unit.trails.outgoing(numbers)
    messages = {part.message.reference: unit.trails.find_outgoing(part.message.reference) for part in parts}
    return {
        "places": unit.trails.places_of(PERSONS),
        "outgoing": parts,
        "outgoing messages": messages,
        "parts of messages": {name: unit.trails.parts_of(one, MANY) for name, one in messages.items() if one},
        "trail decisions": dict(unit.trails.decisions(numbers)),
        "entries": unit.trails.entries(numbers),
        "trail lines": unit.trails.lines(numbers, None),
        "line entries": unit.trails.line_entries(places),
        "all corrections": unit.trails.corrections(numbers),
        "illegal marks": unit.trails.illegal(numbers),
        "refunds asking": unit.trails.refunds_asking(numbers),
    }
