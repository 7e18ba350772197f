"""A made-up half year of 200,000 people: registers, orders and what payers ask for; the same in every run."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs

from benchmarks.made_up import (
    AMOUNTS_TIYN,
    LARGEST_ORDER,
    Person,
    order_sizes,
    order_text,
    payer_number,
    people,
)

PEOPLE = 200_000
CHANGED = 20_000
MONTHS = 6
DAYS = (date(2025, 2, 20), date(2025, 4, 18), date(2025, 5, 20), date(2025, 7, 18))
HALVES_PER_DAY = 3  # half months of everybody: 300,000 lines
DAY_LINES = PEOPLE // 2 * HALVES_PER_DAY
CUT_ORDERS = 200
CUT_ORDER_LINES = 20  # the first one is returned: it has another's surname
SENDER_BIC = "HSBKKZKX"
COLUMNS = (
    "iin,surname,name,patronymic,birth_date,sex,life_status,death_date,excluded,citizenship,address,post_office,"
    "document_type,document_number,document_issued_on,document_issuer\n"
)
STREETS = ("Абай даңғылы", "Қабанбай батыр даңғылы", "Сәтбаев көшесі", "Жібек жолы көшесі", "Достық даңғылы")


@attrs.frozen(kw_only=True)
class MadeOrder:
    """What is needed to ask for an order again."""

    reference: str
    payer: str
    number: int
    day: date
    size: int
    person: Person  # of its first line


@attrs.frozen(kw_only=True)
class History:
    """Everything made up for the half year."""

    register: Path
    refresh: Path
    days: Sequence[Path]
    cut: Path
    orders: Sequence[MadeOrder]  # all of them credited whole
    numbers: Sequence[str]  # of people, in no order


def make_up(folder: Path) -> History:
    """Write all files. Everybody is in one order for each month, with others every time; payers stay."""
    known = people(PEOPLE, seed=11)
    chance = random.Random(12)
    write_register(folder / "register.csv", known)
    write_register(folder / "refresh.csv", known, changed=set(chance.sample(range(PEOPLE), CHANGED)))
    orders: list[MadeOrder] = []
    days = [folder / f"history-{place}.txt" for place in range(len(DAYS))]
    for place, (path, day) in enumerate(zip(days, DAYS, strict=True)):
        with path.open("w", encoding="utf-8") as file:
            for half in range(place * HALVES_PER_DAY, (place + 1) * HALVES_PER_DAY):
                for order, text in half_month(known, half, day):
                    orders.append(order)
                    file.write(text)
    write_cut_orders(folder / "cut.txt", known, chance)
    return History(
        register=folder / "register.csv",
        refresh=folder / "refresh.csv",
        days=days,
        cut=folder / "cut.txt",
        orders=orders,
        numbers=[person.iin for person in chance.sample(known, 2_000)],
    )


def half_month(known: Sequence[Person], half: int, day: date) -> Iterator[tuple[MadeOrder, str]]:
    """Orders for one half of the people and one month, with their text."""
    month, part = divmod(half, 2)
    shuffled = list(known)
    random.Random(month).shuffle(shuffled)
    rest = iter(shuffled[part * PEOPLE // 2 : (part + 1) * PEOPLE // 2])
    payers, chance = random.Random(part), random.Random(100 + half)
    for place, size in enumerate(order_sizes(PEOPLE // 2, LARGEST_ORDER, seed=300 + part)):
        lines = [(chance.randrange(*AMOUNTS_TIYN), next(rest)) for _ in range(size)]
        order = MadeOrder(
            reference=f"H{half:02}-{place:07}",
            payer=payer_number(payers),
            number=place + 1,
            day=day,
            size=size,
            person=lines[0][1],
        )
        yield order, order_text(order.reference, order.payer, order.number, day, f"{month + 1:02}2025", lines)


def write_cut_orders(path: Path, known: Sequence[Person], chance: random.Random) -> None:
    """Orders of whose lines one is returned."""
    with path.open("w", encoding="utf-8") as file:
        for place in range(CUT_ORDERS):
            lines = [(chance.randrange(*AMOUNTS_TIYN), chance.choice(known)) for _ in range(CUT_ORDER_LINES)]
            amount, person = lines[0]
            lines[0] = (amount, attrs.evolve(person, surname="Басқаев"))
            file.write(order_text(f"CUT-{place:07}", payer_number(chance), place + 1, DAYS[-1], "062025", lines))


def write_register(path: Path, known: Sequence[Person], *, changed: set[int] | frozenset[int] = frozenset()) -> None:
    """A snapshot with all columns. Those who changed moved, or got another document, or another surname."""
    with path.open("w", encoding="utf-8") as file:
        file.write(COLUMNS)
        for place, one in enumerate(known):
            kind = place % 4 if place in changed else None
            surname = f"{one.surname}-Жаңа" if kind == 0 else one.surname
            sex = "M" if int(one.iin[6]) % 2 else "F"
            house = place % 300 + (301 if kind in (1, 2) else 1)
            document = 30_000_000 + place + (PEOPLE if kind == 3 else 0)
            file.write(
                f"{one.iin},{surname},{one.name},{one.patronymic},{one.birth},{sex},alive,,no,KAZ,"
                f'"Алматы, {STREETS[place % len(STREETS)]} {house}, {place % 90 + 1}-пәтер",050{place % 1000:03},'
                f"identity card,0{document},20{place % 10 + 14}-06-04,ҚР ІІМ\n"
            )


def application(order: MadeOrder, number: int) -> bytes:
    """A payer asks the first line of an order back, all of it."""
    asked = {
        "application_number": f"{number}",
        "applied_on": "2025-09-01",
        "payer": {"id": order.payer, "name": "ТОО Алма"},
        "order": {"reference": order.reference, "number": str(order.number), "date": order.day.isoformat()},
        "reason": "sent-by-mistake",
        "lines": [{"line": 1}],
        "documents": ["Өтініш"],
    }
    return json.dumps(asked, ensure_ascii=False).encode()


def court_list(orders: Sequence[MadeOrder]) -> bytes:
    """A list of the first lines of some orders: all that stands is illegal."""
    rows = [f"2-77/25,2025-08-01,{one.person.iin},{one.reference},{period_of(one)},1" for one in orders]
    return "\n".join(["act_number,act_date,iin,reference,period,line", *rows, ""]).encode()


def period_of(order: MadeOrder) -> str:
    """The month that an order pays for, as YYYY-MM."""
    return f"2025-{int(order.reference[1:3]) // 2 + 1:02}"
