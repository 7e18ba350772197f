"""Operations on what is recorded of people: corrections, illegal amounts, refreshes, links; and looks at it all."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.month import Month
from esep.domain.model.person_link import LinkKind
from esep.domain.use_cases.correct_line import CorrectionRequest
from esep.domain.use_cases.link_numbers import LinkRequest
from two_stores import acting, looking
from two_stores.drawing import rarely, refreshing, tears
from two_stores.machine import TwoStores
from two_stores.names import DAY, LATER, MONTHS, NUMBERS, PAYERS, PEOPLE, REFERENCES

PLACES = st.integers(0, 40)

Page = Callable[..., object]


class Changes(TwoStores):
    """Corrections, and whose the numbers are."""

    @precondition(lambda self: self.is_any_credited)
    @rule(
        place=PLACES,
        to_iin=st.sampled_from((None, *NUMBERS, *NUMBERS, NUMBERS[0][:-1])),
        to_month=st.sampled_from((None, None, None, *MONTHS, Month(2004, 12))),
        document=st.sampled_from(("5", "5", "5", "6", " ")),
        torn=tears(),
    )
    def correct_a_line(self, place: int, to_iin: str | None, to_month: Month | None, document: str, torn: int) -> None:
        line = self.line_at(place)
        request = CorrectionRequest(
            reference=self.full_name_of(line.order_number),
            line_number=line.line_number,
            to_iin=to_iin,
            to_month=to_month,
            reason="typed wrong",
            document_number=document,
            document_date=DAY,
        )
        self.both(lambda world: acting.correct(world, request), torn_unit=torn)
        if not torn:
            self.both(lambda world: acting.correct(world, request))

    @rule(place=PLACES, line_number=st.integers(1, 6))
    def correct_any_line(self, place: int, line_number: int) -> None:
        """One that may be held, returned or not there."""
        request = CorrectionRequest(
            reference=self.name_of(place, self.orders),
            line_number=line_number,
            to_iin=None,
            to_month=MONTHS[1],
            reason="typed wrong",
            document_number="5",
            document_date=DAY,
        )
        self.both(lambda world: acting.correct(world, request))

    @precondition(lambda self: self.is_any_credited)
    @rule(
        places=st.lists(PLACES, min_size=1, max_size=3, unique=True),
        amount=st.sampled_from(("", "", "", "0.01", "0.01", "1000", "99999999")),
        has_line=st.sampled_from((True, True, True, False)),
        month=st.sampled_from((*[None] * 6, *MONTHS[:2])),
        act=st.sampled_from(("7", "8")),
        torn=tears(),
    )
    def record_illegal_amounts(
        self, places: list[int], amount: str, has_line: bool, month: Month | None, act: str, torn: int
    ) -> None:
        """A list of credited lines, mostly of the month for which they stand."""
        rows = ["act_number,act_date,iin,reference,period,line,amount"]
        for line in map(self.line_at, places):
            [reference] = [one.key.reference for one in self.orders if one.order_number == line.order_number]
            number = line.line_number if has_line else ""
            rows.append(f"{act},2020-01-30,{line.person_key:012},{reference},{month or line.month},{number},{amount}")
        content = "\n".join(rows).encode()
        self.both(lambda world: acting.record_illegal(world, content), torn_unit=torn)
        if not torn:
            self.both(lambda world: acting.record_illegal(world, content))

    @rule(content=refreshing(), valid_on=st.sampled_from((None, None, None, DAY, LATER)), torn=tears())
    def refresh_people(self, content: bytes, valid_on: date | None, torn: int) -> None:
        self.both(lambda world: acting.refresh(world, content, valid_on), torn_unit=torn)

    @rule(
        kind=st.sampled_from(LinkKind),
        number=st.sampled_from(PEOPLE),
        other=st.sampled_from(PEOPLE),
        known_on=st.sampled_from((None, DAY, LATER)),
        torn=tears(),
    )
    def link_numbers(self, kind: LinkKind, number: str, other: str, known_on: date | None, torn: int) -> None:
        request = LinkRequest(kind=kind, number=number, other=other, reason="one person", known_on=known_on)
        self.both(lambda world: acting.link(world, request), torn_unit=torn)

    @precondition(lambda self: bool(self.seen["links"]))
    @rule(place=PLACES, kind=st.sampled_from((LinkKind.SEPARATE, LinkKind.CORRECT)))
    def take_a_link_back(self, place: int, kind: LinkKind) -> None:
        links = self.seen["links"]
        link = links[place % len(links)]
        numbers = (f"{link.stands:012}", f"{link.number:012}")
        request = LinkRequest(kind=kind, number=numbers[0], other=numbers[1], reason="two persons after all")
        self.both(lambda world: acting.link(world, request))

    @rule(
        number=st.sampled_from((*NUMBERS, *PEOPLE, "1")),
        hours_ago=st.sampled_from((None, None, 0, 5, 30)),
        page=st.sampled_from((looking.account, looking.person)),
        is_torn=rarely(),
    )
    def look_at_a_person(self, number: str, hours_ago: int | None, page: Page, is_torn: bool) -> None:
        as_of = None if hours_ago is None else self.clock.now() - timedelta(hours=hours_ago)
        self.both(lambda world: page(world, number, as_of), torn_unit=int(is_torn))

    @rule(
        payer=st.sampled_from((*PAYERS, "1")),
        month=st.sampled_from(MONTHS),
        page=st.sampled_from((looking.payer, looking.penalties)),
    )
    def look_at_a_payer(self, payer: str, month: Month, page: Page) -> None:
        self.both(lambda world: page(world, payer, month))

    @rule(place=PLACES, name=st.sampled_from((*REFERENCES, *NUMBERS, "RF-000001", "RF-000009", *[None] * 4)))
    def trace(self, place: int, name: str | None) -> None:
        """A reference, a person, a refund, or an outgoing message where there is one."""
        references = [part.message.reference for part in self.seen["outgoing"]] or ["UNKNOWN"]
        asked = name or references[place % len(references)]
        self.both(lambda world: looking.trail(world, asked))

    def line_at(self, place: int) -> CreditedLine:
        """Some credited line; there is one."""
        lines: list[CreditedLine] = [line for lines in self.seen["credited lines"].values() for line in lines]
        return lines[place % len(lines)]

    def full_name_of(self, order_number: int) -> str:
        [name] = [order.full_name for order in self.orders if order.order_number == order_number]
        return name
