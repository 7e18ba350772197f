"""What is drawn: registers, lines and orders that are good more often than not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs
from hypothesis import strategies as st

from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import ACTUAL_PAYER_ID, ACTUAL_PAYER_NAME, Party, PaymentOrder
from esep.domain.model.register import LifeStatus, RegisterPerson
from two_stores.names import DAY, LATER, NUMBERS, OTHER_PAYER, PAYER, PERSON_PAYER, REFERENCES, STRANGER, SURNAMES

CSV_COLUMNS = "iin,surname,name,patronymic,birth_date,sex,life_status,death_date,excluded"
SINGLE = "I100SGROSS000000U3003"


def rarely() -> st.SearchStrategy[bool]:
    return st.sampled_from((False, False, False, False, True))


def tears() -> st.SearchStrategy[int]:
    """Which unit of work is torn just before its end; 0 for none."""
    return st.sampled_from((0, 0, 0, 0, 0, 0, 1, 2))


@st.composite
def people(draw: st.DrawFn) -> list[RegisterPerson]:
    """A snapshot in which some are missing, renamed, dead or excluded; rarely one stands twice."""
    known = []
    for place in range(len(NUMBERS)):
        state = draw(st.sampled_from((*["known"] * 4, "absent", "renamed", "dead", "excluded", "twice")))
        if state == "absent":
            continue
        one = person(place, state)
        known += [one, one] if state == "twice" and draw(st.integers(0, 3)) == 0 else [one]
    return known


def everybody() -> list[RegisterPerson]:
    """A snapshot that knows all people as they are."""
    return [person(place, "known") for place in range(len(NUMBERS))]


def person(place: int, state: str) -> RegisterPerson:
    """The person of a number, as the register knows them in a state."""
    return RegisterPerson(
        iin=NUMBERS[place],
        surname="Новая" if state == "renamed" else SURNAMES[place],
        name="Арман",
        patronymic="Серикович" if place % 2 else "",
        birth_date=date(1990, 1, 1),
        sex=None,
        life_status=LifeStatus.DEAD if state == "dead" else LifeStatus.ALIVE,
        death_date=date(2019, 11, 5) if state == "dead" else None,
        excluded=state == "excluded",
    )


@st.composite
def refreshing(draw: st.DrawFn) -> bytes:
    """A file with a few people, some of them changed, with an address or without that column; rarely a bad row."""
    places = draw(st.lists(st.integers(0, len(NUMBERS) - 1), max_size=3, unique=draw(st.integers(0, 5)) > 0))
    has_address = draw(st.booleans())
    rows = [CSV_COLUMNS + (",address" if has_address else "")]
    for place in places:
        one = person(place, draw(st.sampled_from(("known", "known", "renamed", "dead", "excluded"))))
        died = one.death_date.isoformat() if one.death_date else ""
        fields = [one.iin, one.surname, one.name, one.patronymic, "1990-01-01", "", one.life_status.value, died]
        fields.append("yes" if one.excluded else "no")
        rows.append(",".join([*fields, *([draw(st.sampled_from(("", "Абая 1")))] if has_address else [])]))
    return "\n".join(rows).encode()


@st.composite
def payers(draw: st.DrawFn) -> bytes:
    """A register of payers in which the usual one is registered more often than not."""
    removed = draw(st.sampled_from(("", "", "", "2020-02-12", "2019-01-01")))
    rows = ["BIN,name,registered,removed", f"{PAYER},ТОО Алма,2000-01-01,{removed}", f"{PERSON_PAYER},ИП,,"]
    rows += draw(st.sampled_from(([], [], [f"{OTHER_PAYER},ТОО Груша,,"], ["940140000380,ТОО,,"])))
    return "\n".join(rows if draw(st.integers(0, 7)) else rows[:1]).encode()


@st.composite
def lines(draw: st.DrawFn) -> ParticipantLine:
    """A line that is good more often than not."""
    place = draw(st.integers(0, len(NUMBERS) - 1))
    line = ParticipantLine(
        number="1",
        amount_tiyn=draw(st.sampled_from((1, 250_000, 300_001, 99_999_999))),
        list_kind="S",
        surname=SURNAMES[place],
        name="Арман",
        patronymic="Серикович" if place % 2 else "",
        birth_date="19900101",
        identification_number=NUMBERS[place],
        period="",
    )
    flaws: tuple[dict[str, Any], ...] = (
        *({},) * 18,
        {"surname": SURNAMES[place].upper()},
        {"surname": "Другой"},
        {"patronymic": "-"},
        {"birth_date": "19900102"},
        {"birth_date": "нет"},
        {"identification_number": NUMBERS[place][:-1]},
        {"identification_number": STRANGER},
        {"identification_number": PAYER},
        {"period": "122019"},
        {"period": "122024"},
        {"period": "132020"},
        {"period": "122004"},
    )
    return attrs.evolve(line, **draw(st.sampled_from(flaws)))


@st.composite
def orders(draw: st.DrawFn) -> PaymentOrder:
    """An order that is good more often than not; few keys, so that they meet."""
    participants = ParticipantList.of(*draw(st.lists(lines(), min_size=1, max_size=5)))
    order = PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="I102SGROSS000000U3003",
        reference=draw(st.sampled_from(REFERENCES)),
        payer=Party(account="KZ926010131000123456", name="ТОО Алма", identification_number=PAYER),
        sender_bic=draw(st.sampled_from(("HSBKKZKX", "KZKOKZKX"))),
        beneficiary_bic="GCVPKZ2A",
        beneficiary=Party(account="KZ67009SS00368609110", name="НАО ГК", identification_number="160440007161"),
        document_number="17",
        document_date=DAY,
        purpose_code=draw(st.sampled_from(("012", "012", "012", "012", "017", "013"))),
        value_date=draw(st.sampled_from((DAY, LATER))),
        total=Money(participants.total_tiyn),
        period=draw(st.sampled_from((*["012020"] * 6, "", "992020"))),
        participants=participants,
    )
    return attrs.evolve(order, **draw(st.sampled_from(_changes(order, draw(st.integers(0, len(NUMBERS) - 1))))))


def _changes(order: PaymentOrder, place: int) -> Sequence[dict[str, Any]]:
    """Other payers, people who pay for themselves, and what is wrong with an order."""
    names = f"{SURNAMES[place].upper()} Арман {'Серикович' if place % 2 else ''}".strip()
    self_payer = Party(account="KZ1", name=names, identification_number=NUMBERS[place])
    return (
        *({},) * 10,
        {"details_others": ((ACTUAL_PAYER_NAME, "Филиал Груша"), (ACTUAL_PAYER_ID, OTHER_PAYER))},
        {"application_header": SINGLE, "participants": ParticipantList(), "payer": self_payer},
        {"application_header": SINGLE, "participants": ParticipantList()},
        {"total": Money(777)},
        {"payer": attrs.evolve(order.payer, identification_number="940140000380")},
        {"payer": attrs.evolve(order.payer, identification_number=PERSON_PAYER)},
        {"payer": attrs.evolve(order.payer, account="")},
        {"beneficiary_bic": "NBRKKZKX"},
    )


def bytes_of(order: PaymentOrder, encoding: str) -> bytes:
    return Mt102Writer(encoding=encoding).write(order)
