"""Show what a payer paid for a month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.finding import Finding, Severity
from esep.domain.model.identification_number import NumberKind, kind_of
from esep.domain.model.ledger import PARTICIPANT_ACCOUNTS, Account, person_key
from esep.domain.model.month import Month
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.payer_amount import PayerAmount
from esep.domain.model.payer_record import PayerEntry, PayerOrder
from esep.domain.model.payment_registers import SentBack
from esep.domain.model.person_link import PersonLink, numbers_joined
from esep.domain.ports.clock import Clock
from esep.domain.ports.people_book import PeopleBook
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.payer_months import PayerMonth, payer_months


@attrs.frozen(kw_only=True)
class Sums:
    """Amounts of one order or of all, for the month, in tiyn."""

    contributions_tiyn: int = 0  # credited, as corrections left them
    penalties_tiyn: int = 0
    refunded_tiyn: int = 0  # of these, given back on application
    returned_tiyn: int = 0  # by the examination
    held_tiyn: int = 0


@attrs.frozen(kw_only=True)
class PayerPageOrder:
    """One order of the payer."""

    summary: OrderSummary
    document_number: str
    document_date: date
    line_count: int  # of the month
    sums: Sums


@attrs.frozen(kw_only=True)
class PayerPage:
    """What a payer paid for a month."""

    payer_id: str
    month: Month
    orders: list[PayerPageOrder]
    people_count: int  # for whom something stands
    sums: Sums
    last_payment_on: date | None
    sent_back: list[SentBack]  # of these orders, for whatever month
    findings: list[tuple[OrderSummary, Finding]]  # of held orders, and warnings on the others
    out_of_bounds: list[PayerMonth]  # months of persons for whom this payer paid too much or too little


@attrs.frozen(kw_only=True)
class ShowPayer:
    """Read what is recorded of a payer. A person's own payments are a person's data: that look is recorded."""

    open_unit: OpenUnitOfWork
    clock: Clock
    parameters: Parameters

    def __call__(self, payer_id: str, month: Month, actor: Actor) -> PayerPage:
        """Orders of whom the number is sender or actual payer; without any where there is none.

        Raises `InvalidInput` for a number that is no IIN or BIN.
        """
        require_payer_number(payer_id)
        with self.open_unit() as unit:
            orders = unit.payers.orders(payer_id, month)
            entries = _by_person(unit.people, list(unit.payers.entries(payer_id, month)))
            numbers = [order.order_number for order in orders]
            known = unit.orders.find_many(numbers)
            sent_back = unit.payers.sent_back_of(numbers)
            note_look_at_person(unit, payer_id, actor, self.clock, what="payer")
        pages = _page_orders(orders, known, entries)
        return PayerPage(
            payer_id=payer_id,
            month=month,
            orders=pages,
            people_count=_people_count(entries),
            sums=_total(page.sums for page in pages),
            last_payment_on=max((page.summary.received_on for page in pages), default=None),
            sent_back=sent_back,
            findings=[(page.summary, finding) for page in pages for finding in _open_findings(page.summary)],
            out_of_bounds=_out_of_bounds(payer_id, month, entries, self.parameters),
        )


def require_payer_number(payer_id: str) -> None:
    """Raise `InvalidInput` where the text is no IIN or BIN."""
    if not has_valid_check_digit(payer_id):
        raise InvalidInput("that is no IIN or BIN: expected twelve digits with a right check digit")


def note_look_at_person(unit: UnitOfWork, payer_id: str, actor: Actor, clock: Clock, *, what: str) -> None:
    """Record a look at the payments of a payer who is a person; an entity's are nobody's personal data."""
    if kind_of(payer_id) is NumberKind.IIN:
        unit.usage.note_view(person_key(int(payer_id)), actor=actor, viewed_at=clock.now(), what=what)


def _by_person(people: PeopleBook, entries: Sequence[PayerEntry]) -> list[PayerEntry]:
    """The entries, each under the number that stands for its person: one person may have come under several."""
    known: set[int] = set()
    asked = {entry.person_key for entry in entries}
    links: dict[int, PersonLink] = {}
    while asked:  # once, and once more for each step of the longest chain of links
        known |= asked
        links |= {link.link_number: link for link in people.links(asked)}
        asked = {number for link in links.values() for number in (link.number, link.stands)} - known
    linked = {number for link in links.values() for number in (link.number, link.stands)}
    standing = {
        entry.person_key: numbers_joined(entry.person_key, links.values())[0]
        for entry in entries
        if entry.person_key in linked
    }
    return [
        attrs.evolve(entry, person_key=standing[entry.person_key]) if entry.person_key in standing else entry
        for entry in entries
    ]


def _page_orders(
    orders: Iterable[PayerOrder], known: Mapping[int, OrderSummary], entries: Iterable[PayerEntry]
) -> list[PayerPageOrder]:
    by_order: dict[int, list[PayerEntry]] = defaultdict(list)
    for entry in entries:
        by_order[entry.order_number].append(entry)
    return [
        PayerPageOrder(
            summary=known[order.order_number],
            document_number=order.document_number,
            document_date=order.document_date,
            line_count=order.line_count,
            sums=_sums(order, known[order.order_number], by_order[order.order_number]),
        )
        for order in orders
    ]


def _sums(order: PayerOrder, summary: OrderSummary, entries: Sequence[PayerEntry]) -> Sums:
    """By entries what was credited; by lines the rest, except an order that is one amount, all of it of this month."""
    returned, held = order.returned, order.held
    if order.line_count == summary.decided_line_count and not summary.credited.tiyn:
        returned, held = summary.returned, summary.held
    credited = {
        account: sum(entry.amount_tiyn for entry in entries if entry.account is account and not entry.is_refund)
        for account in PARTICIPANT_ACCOUNTS
    }
    return Sums(
        contributions_tiyn=credited[Account.PARTICIPANT_CONTRIBUTIONS],
        penalties_tiyn=credited[Account.PARTICIPANT_PENALTIES],
        refunded_tiyn=-sum(entry.amount_tiyn for entry in entries if entry.is_refund),
        returned_tiyn=returned.tiyn,
        held_tiyn=held.tiyn,
    )


def _total(sums: Iterable[Sums]) -> Sums:
    rows = [attrs.astuple(one) for one in sums]
    return Sums(**{field.name: sum(row[place] for row in rows) for place, field in enumerate(attrs.fields(Sums))})


def _people_count(entries: Iterable[PayerEntry]) -> int:
    standing: dict[int, int] = defaultdict(int)
    for entry in entries:
        standing[entry.person_key] += entry.amount_tiyn
    return sum(1 for amount in standing.values() if amount)


def _open_findings(summary: OrderSummary) -> list[Finding]:
    """What is still to be looked at: everything on a held order, else the warnings on lines that were credited."""
    if summary.outcome is Outcome.HELD:
        return list(summary.findings)
    if not summary.credited.tiyn:
        return []
    returned = {finding.line for finding in summary.findings if finding.severity is Severity.RETURN}
    return [one for one in summary.findings if one.severity is Severity.WARNING and one.line not in returned]


def _out_of_bounds(
    payer_id: str, month: Month, entries: Iterable[PayerEntry], parameters: Parameters
) -> list[PayerMonth]:
    amounts = (
        PayerAmount(
            payer_id=payer_id,
            payer_name=entry.payer_name,
            person_key=entry.person_key,
            month=month,
            amount_tiyn=entry.amount_tiyn,
        )
        for entry in entries
        if entry.payer_id == payer_id and entry.account is Account.PARTICIPANT_CONTRIBUTIONS
    )
    return [one for one in payer_months(amounts, parameters) if one.excess_tiyn or one.shortfall_tiyn]
