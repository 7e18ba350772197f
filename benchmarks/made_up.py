"""Made-up people, registers and files of orders for the benchmarks: the same for the same seed."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import attrs

from esep.domain.model.bin import calc_check_digit as bin_check_digit
from esep.domain.model.identification_number import InvalidIdentificationNumber
from esep.domain.model.iin import calc_check_digit

SURNAMES = (
    "Ахметов", "Оспанов", "Нұрғалиев", "Төлегенов", "Жұмабаев", "Сейітқали", "Қасымов", "Әбілқасымов", "Үсенов",
    "Ғабитов", "Іңкәрбеков", "Һакимов", "Иванов", "Петров", "Семёнов", "Юсупов", "Ким", "Шевченко", "Пак", "Смағұлов",
)  # fmt: skip
NAMES = (
    "Нұрлан", "Қанат", "Олжас", "Ерлан", "Бауыржан", "Санжар", "Әлихан", "Ғалым", "Тимур", "Сергей", "Артём", "Пётр",
    "Айгүл", "Мадина", "Жанар", "Сәуле", "Үміт", "Қарлығаш", "Наталья", "Ольга", "Алёна", "Гүлнар", "Ғалия", "Динара",
)  # fmt: skip
PATRONYMICS = (
    "Нұрланұлы", "Серікұлы", "Болатұлы", "Әлиұлы", "Ерланқызы", "Қайратқызы", "Серікқызы", "Болатқызы", "Сергеевич",
    "Қайратович", "Сергеевна", "Нұрланқызы", "",
)  # fmt: skip
FIRST_BIRTH = date(1957, 1, 1)
BIRTH_DAYS = 17_000
AMOUNTS_TIYN = (425_000, 2_975_000)
LARGEST_ORDER = 3_000
HEADER = """{{1:F01K059140000000001000001}}
{{2:I102SGROSS000000U3003}}
{{4:
:20:{reference}
:50:/D/KZ926010131000123456
/NAME/ТОО Алма
/IDN/{payer}
/CHIEF/Директор
/MAINBK/Бухгалтер
/IRS/1
/SECO/7
:52B:HSBKKZKX
:57B:GCVPKZ2A
:59:KZ67009SS00368609110
/NAME/НАО ГК Правительство для граждан
/IDN/160440007161
/IRS/1
/SECO/1
:70:/NUM/{number}
/DATE/{day:%y%m%d}
/SEND/07
/VO/01
/KNP/012
/PSO/01
/PERIOD/{period}
/ASSIGN/Социальные отчисления
"""
LINE = """:21:{place}
:32B:KZT{tenge},{tiyn:02}
:70:/OPV/S
/FM/{person.surname}
/NM/{person.name}
/FT/{patronymic}
/DT/{person.birth:%Y%m%d}
/IDN/{person.iin}
"""


@attrs.frozen
class Person:
    """A made-up person."""

    iin: str
    surname: str
    name: str
    patronymic: str
    birth: date


def people(count: int, seed: int = 1) -> list[Person]:
    """People with numbers that are valid and all different."""
    chance = random.Random(seed)
    found: list[Person] = []
    seen: set[str] = set()
    while len(found) < count:
        birth = FIRST_BIRTH + timedelta(days=chance.randrange(BIRTH_DAYS))
        century = 3 if birth.year < 2000 else 5
        prefix = f"{birth:%y%m%d}{century + chance.randrange(2)}{chance.randrange(10_000):04}"
        if prefix in seen:
            continue
        seen.add(prefix)
        try:
            iin = prefix + calc_check_digit(prefix)
        except InvalidIdentificationNumber:
            continue  # a prefix that is never issued
        names = (chance.choice(SURNAMES), chance.choice(NAMES), chance.choice(PATRONYMICS))
        found.append(Person(iin, *names, birth))
    return found


def write_register(path: Path, known: Sequence[Person]) -> None:
    """A register snapshot with everyone alive."""
    with path.open("w", encoding="utf-8") as file:
        file.write("iin,surname,name,patronymic,birth_date,sex,life_status,death_date,excluded\n")
        for one in known:
            sex = "M" if int(one.iin[6]) % 2 else "F"
            file.write(f"{one.iin},{one.surname},{one.name},{one.patronymic},{one.birth},{sex},alive,,no\n")


def order_sizes(lines: int, largest: int, *, seed: int) -> list[int]:
    """Sizes of orders that add up to `lines`: half of the orders have at most about 50, a few have `largest`."""
    chance, sizes = random.Random(seed), []
    while lines:
        sizes.append(min(lines, max(1, round(largest ** chance.random()))))
        lines -= sizes[-1]
    return sizes


def write_orders(
    path: Path, known: Sequence[Person], sizes: Sequence[int], *, encoding: str = "utf-8", seed: int = 2
) -> int:
    """A file of accepted orders of these sizes. Returns the number of bytes."""
    chance, day, total = random.Random(seed), date(2025, 3, 20), 0
    with path.open("wb") as file:
        for place, size in enumerate(sizes):
            payer = payer_number(chance)
            lines = [(chance.randrange(*AMOUNTS_TIYN), chance.choice(known)) for _ in range(size)]
            text = order_text(f"B{seed}-{place:07}", payer, place % 10**9, day, "022025", lines)
            content = text.encode(encoding)
            file.write(content)
            total += len(content)
    return total


def payer_number(chance: random.Random) -> str:
    """A valid number of a payer."""
    prefix = f"{chance.randrange(90, 100)}0{chance.randrange(1, 10)}40{chance.randrange(100_000):06}"
    try:
        return prefix + bin_check_digit(prefix)
    except InvalidIdentificationNumber:
        return "160440007161"


def order_text(
    reference: str, payer: str, number: int, day: date, period: str, lines: Iterable[tuple[int, Person]]
) -> str:
    """One message: a line for each amount in tiyn with its person."""
    text = [HEADER.format(reference=reference, payer=payer, number=number, day=day, period=period)]
    sum_tiyn = 0
    for place, (amount, one) in enumerate(lines, 1):
        sum_tiyn += amount
        tenge, tiyn = divmod(amount, 100)
        text.append(LINE.format(place=place, tenge=tenge, tiyn=tiyn, person=one, patronymic=one.patronymic or "-"))
    tenge, tiyn = divmod(sum_tiyn, 100)
    text.append(f":32A:{day:%y%m%d}KZT{tenge},{tiyn:02}\n-}}\n")
    return "".join(text)
