"""Walk the whole chain of some money, both ways, from whatever name of it is known."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import attrs

from esep.domain.errors import NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.ledger import PersonEntry, person_key
from esep.domain.model.order_summary import LineSummary, OrderSummary
from esep.domain.model.payment_trail import PaymentsAsked
from esep.domain.model.refund import RefundCase, refund_number_of
from esep.domain.model.trail import LinePlace, LineTrail, OrderTrail, OutgoingMessage, OutgoingPart, Trail
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.use_cases.find_order import find_orders
from esep.domain.use_cases.trace_payments import carried_payments, case_trail

T = TypeVar("T")
K = TypeVar("K")

ORDERS_MAX = 200  # of a transfer; a person's or a return's are all told


@attrs.frozen(kw_only=True)
class Trace:
    """Find what a reference, an IIN, an outgoing reference, or the name of a refund or case leads to."""

    open_unit: OpenUnitOfWork
    clock: Clock

    def __call__(self, name: str, actor: Actor) -> Trail:
        """Message, decisions with the register's answers, findings, lines, entries, returns, refunds and transfers.

        Of a person's number only that person's lines are told, and the view is recorded. A message of social payments
        leads to these and to the decisions that they rest on; a case (`PaymentsAsked` for how it is named) to its
        decisions with the lines that they counted and to all that became of its payments, and the view of the
        recipient is recorded. Raises `NotFound`.
        """
        with self.open_unit() as unit:
            if has_valid_check_digit(name):
                return self._of_person(unit, name, actor)
            outgoing = _find_outgoing(unit, name) or _find_outgoing(unit, name.upper())
            if outgoing is not None:
                return _of_outgoing(unit, outgoing)
            asked = PaymentsAsked.named(name)
            trail = self._of_case(unit, asked, actor) if asked is not None else None
            if trail is not None:
                return attrs.evolve(trail, asked=name)
            refund_number = refund_number_of(name)
            case = unit.refunds.find(refund_number) if refund_number is not None else None
            if case is not None:
                places = [(line.order_number, line.line_number) for line in case.refund.lines]
                return _trail(unit, name, [case.refund.order_number], places)
            return _trail(unit, name, [order.order_number for order in find_orders(unit.orders, name)], None)

    def _of_case(self, unit: UnitOfWork, asked: PaymentsAsked, actor: Actor) -> Trail | None:
        found = case_trail(unit, asked)
        if found is None:
            return None
        person = found.case.application.person_key
        unit.usage.note_view(person, actor=actor, viewed_at=self.clock.now(), what="trace")
        return Trail(asked=found.case.name, outgoing=None, orders=(), order_count=0, case=found)

    def _of_person(self, unit: UnitOfWork, iin: str, actor: Actor) -> Trail:
        keys = [person_key(number) for number in unit.people.numbers_of(int(iin))]
        places = unit.trails.places_of(keys)
        if not places:
            raise NotFound("no line of an order is known under this IIN; a payer's page is `esep payers show`")
        unit.usage.note_view(person_key(int(iin)), actor=actor, viewed_at=self.clock.now(), what="trace")
        return _trail(unit, iin, list(dict.fromkeys(order for order, _ in places)), places)


def _find_outgoing(unit: UnitOfWork, reference: str) -> OutgoingMessage | None:
    return unit.trails.find_outgoing(reference) or unit.payment_trails.find_message(reference)


def _of_outgoing(unit: UnitOfWork, outgoing: OutgoingMessage) -> Trail:
    """A return's or refund's own lines; of a transfer, which carries orders whole, no lines; else the payments."""
    if outgoing.message_number is not None:
        carried = carried_payments(unit, outgoing)
        return Trail(asked=outgoing.reference, outgoing=outgoing, orders=(), order_count=0, carried=carried)
    parts, order_count = unit.trails.parts_of(outgoing, ORDERS_MAX)
    places = [(part.order_number, line) for part in parts for line in part.line_numbers or ()]
    numbers = [part.order_number for part in parts]
    return _trail(unit, outgoing.reference, numbers, places, outgoing=outgoing, order_count=order_count)


def _trail(
    unit: UnitOfWork,
    asked: str,
    order_numbers: Sequence[int],
    places: Sequence[LinePlace] | None,
    *,
    outgoing: OutgoingMessage | None = None,
    order_count: int | None = None,
) -> Trail:
    """The orders with the lines of the places, all lines where None is given; a fixed number of questions.

    Where places are given, what concerns other lines alone is left out.
    """
    asked_lines = None if places is None else _grouped(places, lambda place: place[0])
    known = {number: _of_lines(order, asked_lines) for number, order in unit.orders.find_many(order_numbers).items()}
    told = [part for part in unit.trails.outgoing(order_numbers) if _touches(part, asked_lines)]
    parts = _grouped(told, lambda part: part.order_number)
    lines, refund_numbers = _lines(unit, known, places, parts)
    decisions = unit.trails.decisions(order_numbers)
    entries = _grouped(unit.trails.entries(order_numbers), lambda entry: entry.order_number)
    cases = _cases(unit, {number for numbers in refund_numbers.values() for number in numbers})
    return Trail(
        asked=asked,
        outgoing=outgoing,
        orders=tuple(
            OrderTrail(
                order=known[number],
                decisions=tuple(decisions[number]),
                entries=tuple(entries[number]),
                lines=tuple(lines[number]),
                outgoing=tuple(parts[number]),
                refunds=tuple(cases[one] for one in sorted(refund_numbers[number])),
            )
            for number in order_numbers
        ),
        order_count=len(order_numbers) if order_count is None else order_count,
    )


def _lines(
    unit: UnitOfWork,
    known: Mapping[int, OrderSummary],
    places: Sequence[LinePlace] | None,
    parts: Mapping[int, Sequence[OutgoingPart]],
) -> tuple[Mapping[int, list[LineTrail]], Mapping[int, set[int]]]:
    """The lines of each order, and the refunds that ask for any of its lines."""
    found = unit.trails.lines(list(known), places)
    found_places = [_place(*one) for one in found]
    entries = _grouped(unit.trails.line_entries(found_places), _entry_place)
    counted = _grouped(unit.counted.of_lines(found_places), lambda one: (one.order_number, one.line_number))
    corrections = _grouped(unit.trails.corrections(list(known)), lambda one: (one.order_number, one.line_number))
    illegal = _grouped(unit.trails.illegal(list(known)), lambda one: (one.order_number, one.line_number))
    asking: defaultdict[LinePlace, list[int]] = defaultdict(list)
    refund_numbers: defaultdict[int, set[int]] = defaultdict(set)
    wanted = None if places is None else set(places)
    for order_number, line_number, refund_number in unit.trails.refunds_asking(list(known)):
        if wanted is None or (order_number, line_number) in wanted:
            asking[order_number, line_number].append(refund_number)
            refund_numbers[order_number].add(refund_number)
    gone = _references(parts)
    codes = {number: _codes(order) for number, order in known.items()}
    lines: defaultdict[int, list[LineTrail]] = defaultdict(list)
    for order_number, line in found:
        place = (order_number, line.line_number)
        trail = LineTrail(
            line=line,
            findings=tuple(codes[order_number].get(line.line_number, ())),
            entries=tuple(entries[place]),
            corrections=tuple(corrections[place]),
            illegal=tuple(illegal[place]),
            outgoing=tuple(gone[place]),
            refund_numbers=tuple(asking[place]),
            counted=tuple(counted[place]),
        )
        lines[order_number].append(trail)
    return lines, refund_numbers


def _of_lines(order: OrderSummary, asked: Mapping[int, Sequence[LinePlace]] | None) -> OrderSummary:
    """The order with the findings on itself and on the lines asked for."""
    if asked is None:
        return order
    wanted = {None, *(line for _, line in asked[order.order_number])}
    return attrs.evolve(order, findings=tuple(finding for finding in order.findings if finding.line in wanted))


def _touches(part: OutgoingPart, asked: Mapping[int, Sequence[LinePlace]] | None) -> bool:
    """Whether a message carries one of the lines asked for, or the order's money as a whole."""
    if asked is None or part.line_numbers is None:
        return True
    return any(line in part.line_numbers for _, line in asked[part.order_number])


def _place(order_number: int, line: LineSummary) -> LinePlace:
    return (order_number, line.line_number)


def _entry_place(entry: PersonEntry) -> LinePlace:
    return (entry.order_number, entry.line_number)


def _references(parts: Mapping[int, Sequence[OutgoingPart]]) -> defaultdict[LinePlace, list[str]]:
    """References of the outgoing messages that name a line."""
    gone: defaultdict[LinePlace, list[str]] = defaultdict(list)
    for order_number, of_order in parts.items():
        for part in of_order:
            for line_number in part.line_numbers or ():
                gone[order_number, line_number].append(part.message.reference)
    return gone


def _codes(order: OrderSummary) -> Mapping[int, list[str]]:
    codes: defaultdict[int, list[str]] = defaultdict(list)
    for finding in order.findings:
        if finding.line is not None:
            codes[finding.line].append(finding.code)
    return codes


def _cases(unit: UnitOfWork, numbers: Collection[int]) -> dict[int, RefundCase]:
    """The refunds by number; an order has a few at most."""
    return {number: case for number in numbers if (case := unit.refunds.find(number)) is not None}


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> defaultdict[K, list[T]]:
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
