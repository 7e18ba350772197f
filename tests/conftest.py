"""What all tests build orders, messages and people with. Every fixture gives a function that makes one of them."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, BinaryIO

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.adapters.kazakhstan_calendar.kazakhstan_calendar import KazakhstanCalendar
from esep.adapters.rule_tables.packaged import packaged_rulebook
from esep.domain.model.actor import Actor
from esep.domain.model.bin import calc_check_digit
from esep.domain.model.identification_number import InvalidIdentificationNumber
from esep.domain.model.incoming_message import Defect, IncomingMessage, UnreadableMessage
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.sex import Sex
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.rulebook import Rulebook

PAYER = "94014000038" + calc_check_digit("94014000038")
FEW_TENGE = 250_000  # tiyn: 2 500 tenge, well inside the bounds of a contribution for January 2020


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return packaged_rulebook()


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    return KazakhstanCalendar()


@pytest.fixture
def clock() -> FixedClock:
    """Noon in Almaty on the value date of the orders that `make_order` makes."""
    return FixedClock(datetime(2020, 2, 10, 6, 0, tzinfo=UTC))


@pytest.fixture
def actor() -> Actor:
    return Actor(identity="saule")


@pytest.fixture
def make_person() -> Callable[..., RegisterPerson]:
    """Make people with numbers of their own, of the same birth date unless told otherwise."""
    serials = count(1)

    def make(**changes: Any) -> RegisterPerson:
        person = RegisterPerson(
            iin="",
            surname="Ахметов",
            name="Арман",
            patronymic="Серикович",
            birth_date=date(1990, 1, 1),
            sex=Sex.MALE,
            life_status=LifeStatus.ALIVE,
            death_date=None,
            excluded=False,
        )
        person = attrs.evolve(person, **changes)
        return person if person.iin else attrs.evolve(person, iin=_next_number(person.birth_date, serials))

    return make


def _next_number(birth_date: date, serials: Iterator[int]) -> str:
    while True:
        begin = f"{birth_date:%y%m%d}3{next(serials):04}"
        try:
            return begin + calc_check_digit(begin)
        except InvalidIdentificationNumber:
            continue  # numbers that begin so are not issued


@pytest.fixture
def make_line() -> Callable[..., ParticipantLine]:
    """Make the line of a person, as the register knows the person."""

    def make(person: RegisterPerson, **changes: Any) -> ParticipantLine:
        line = ParticipantLine(
            number="1",
            amount_tiyn=FEW_TENGE,
            list_kind="S",
            surname=person.surname,
            name=person.name,
            patronymic=person.patronymic,
            birth_date=person.birth_date.isoformat().replace("-", ""),
            identification_number=person.iin,
            period="",
        )
        return attrs.evolve(line, **changes)

    return make


@pytest.fixture
def make_order() -> Callable[..., PaymentOrder]:
    """Make orders with references of their own; the total is what the lines bring, unless told otherwise."""
    references = count(1)

    def make(*lines: ParticipantLine, **changes: Any) -> PaymentOrder:
        participants = ParticipantList.of(*lines)
        order = PaymentOrder(
            basic_header="F01K059140000000001000001",
            application_header="O102SCLEAR000000U3003",
            reference=f"REF{next(references):06}",
            payer=Party(account="KZ12345678901234567X", name="ТОО Алма", identification_number=PAYER),
            sender_bic="KZKOKZKX",
            beneficiary_bic="GCVPKZ2A",
            beneficiary=Party(
                account="KZ67009SS00368609110", name="НАО Госкорпорация", identification_number="160440007161"
            ),
            document_number="17",
            document_date=date(2020, 2, 7),
            purpose_code="012",
            value_date=date(2020, 2, 10),
            total=Money(participants.total_tiyn),
            period="012020",
            participants=participants,
        )
        return attrs.evolve(order, **changes)

    return make


@attrs.frozen
class RememberingReader:
    """A reader of the messages that `make_message` made: their bytes say nothing, so it remembers what they mean."""

    readings: dict[bytes, PaymentOrder | UnreadableMessage] = attrs.field(factory=dict)

    def read(self, source: BinaryIO, file_name: str) -> Iterator[IncomingMessage]:
        content = source.read()
        yield _message(content, self.readings[content], file_name=file_name)

    def read_kept(self, content: bytes, encoding: str) -> PaymentOrder | UnreadableMessage:
        return self.readings[content]


@pytest.fixture
def reader() -> RememberingReader:
    return RememberingReader()


@pytest.fixture
def make_message(reader: RememberingReader) -> Callable[..., IncomingMessage]:
    """Make messages of bytes of their own, that `reader` reads as the order given."""
    numbers = count(1)

    def make(
        reading: PaymentOrder | UnreadableMessage, content: bytes | None = None, **changes: Any
    ) -> IncomingMessage:
        content = f"message {next(numbers)}".encode() if content is None else content
        reader.readings[content] = reading
        return attrs.evolve(_message(content, reading, file_name="orders.txt"), **changes)

    return make


def _message(content: bytes, reading: PaymentOrder | UnreadableMessage, *, file_name: str) -> IncomingMessage:
    return IncomingMessage(
        file_name=file_name,
        position=1,
        content=content,
        sha256=hashlib.sha256(content).digest(),
        encoding="utf-8",
        reading=reading,
    )


@pytest.fixture
def make_unreadable() -> Callable[..., UnreadableMessage]:
    def make(**changes: Any) -> UnreadableMessage:
        defect = Defect(field=":32A:", found="", expected="value date, currency and amount")
        return attrs.evolve(UnreadableMessage(defects=(defect,)), **changes)

    return make
