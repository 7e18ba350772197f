"""Writes the data of `esep demo` anew: run it by hand after a change, look at the difference, keep the files.

Everybody in it is invented: numbers have right check digits and serial parts that begin with 9.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from esep.adapters.payment_files.writer import Mt102Writer
from esep.domain.model.check_digit import calc_check_digit
from esep.domain.model.identification_number import NeverIssued
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder

FOLDER = Path(__file__).parents[2] / "src/entrypoints/cli/demo_data"

PEOPLE = (
    # surname, name, patronymic, birth date, sex
    ("Әбенова", "Айгүл", "Маратқызы", "1988-04-17", "F"), ("Бектұров", "Нұрлан", "Серікұлы", "1979-11-02", "M"),
    ("Ғалымова", "Үміт", "Ерланқызы", "1993-07-25", "F"), ("Дәулетов", "Ерлан", "Қайратұлы", "1985-01-09", "M"),
    ("Жұмабаева", "Гүлнар", "Болатқызы", "1976-09-30", "F"), ("Қасымов", "Санжар", "Әлиұлы", "1999-12-12", "M"),
    ("Мұқанова", "Сәуле", "Нұрланқызы", "1990-03-08", "F"), ("Нұрпейісов", "Бауыржан", "", "1982-06-21", "M"),
    ("Өтегенов", "Олжас", "Талғатұлы", "2001-02-28", "M"), ("Сейітова", "Динара", "Асқарқызы", "1996-10-05", "F"),
    ("Тұрсынов", "Әлихан", "Бақытұлы", "1973-05-14", "M"), ("Үсенова", "Мадина", "Жандосқызы", "1987-08-19", "F"),
    ("Шәріпов", "Қанат", "Тимурұлы", "1969-12-01", "M"), ("Ыбыраева", "Жанар", "Даниярқызы", "1994-04-04", "F"),
    ("Іліясов", "Асхат", "Маратұлы", "1981-07-07", "M"),
    ("Иванова", "Наталья", "Сергеевна", "1984-02-11", "F"), ("Петров", "Сергей", "Олегович", "1971-10-23", "M"),
    ("Ким", "Виктория", "-", "1992-05-29", "F"), ("Семёнов", "Артём", "Игоревич", "1989-09-16", "M"),
    ("Шевченко", "Ольга", "Павловна", "1978-03-27", "F"), ("Юсупов", "Тимур", "Рашидович", "1998-01-15", "M"),
    ("Соколова-Бережная", "Елена", "Андреевна", "1986-11-11", "F"), ("Ли", "Марк", "", "2000-08-08", "M"),
    ("Ахметов", "Руслан", "Маратович", "1974-06-06", "M"), ("Васильева", "Ирина", "Юрьевна", "1991-12-24", "F"),
    ("Громов", "Павел", "Львович", "1983-04-30", "M"), ("Дьячков", "Иван", "Петрович", "1965-07-19", "M"),
    ("Есенова", "Алия", "Бериковна", "1997-02-03", "F"), ("Зуев", "Олег", "Ильич", "1968-09-09", "M"),
    ("Орлова", "Дарья", "Максимовна", "1995-06-18", "F"),
)  # fmt: skip
DIED = {26: "2024-12-29"}  # by place in PEOPLE
EXCLUDED = {28}

ACCOUNT = "KZ67009SS00368609110"
HEALTH_ACCOUNT = "KZ92009MEDS368609103"


@attrs.frozen(kw_only=True)
class Payer:
    """An invented employer."""

    name: str
    number: str
    account: str
    bic: str


def number_from(first_ten: str) -> str:
    """The first valid number that begins so."""
    for digit in range(10):
        try:
            return f"{first_ten}{digit}{calc_check_digit(f'{first_ten}{digit}')}"
        except NeverIssued:
            continue
    raise ValueError(first_ten)


def iin_of(place: int) -> str:
    """The number of a person."""
    *_, birth, sex = PEOPLE[place]
    day = date.fromisoformat(birth)
    century = {("M", 19): 3, ("F", 19): 4, ("M", 20): 5, ("F", 20): 6}[(sex, day.year // 100)]
    return number_from(f"{day:%y%m%d}{century}9{place:02}"[:10])


GRAIN = Payer(name="ТОО «Алтын дән»", number=number_from("0503400190"), account="KZ869261501311000001", bic="KZKOKZKX")
BUILDERS = Payer(
    name="АО «Жетісу құрылыс»", number=number_from("9811400290"), account="KZ758562203103000002", bic="KCJBKZKX"
)
BAKERY = Payer(name="ТОО Актобе хлеб", number=number_from("1207400390"), account="KZ559650000071000003", bic="IRTYKZKA")
SHOP = Payer(name="ИП Громов П.Л.", number=iin_of(25), account="KZ278210439812000004", bic="KINCKZKA")
BRANCH = (("FSNAME", "Филиал АО «Жетісу құрылыс» в городе Талдыкорган"), ("FSIDN", number_from("0904411390")))


def line(place: int, tenge: int, **changed: Any) -> ParticipantLine:
    """A line that agrees with the register but for what is changed."""
    surname, name, patronymic, birth, _ = PEOPLE[place]
    plain = ParticipantLine(
        number="0",
        amount_tiyn=tenge * 100,
        list_kind="S",
        surname=surname,
        name=name,
        patronymic=patronymic,
        birth_date=birth.replace("-", ""),
        identification_number=iin_of(place),
        period="",
    )
    return attrs.evolve(plain, **changed)


def order(
    reference: str,
    payer: Payer,
    *lines: ParticipantLine,
    day: date = date(2025, 3, 20),
    purpose_code: str = "012",
    account: str = ACCOUNT,
    more_tenge: int = 0,
    period: str = "022025",
) -> PaymentOrder:
    """An order of these lines."""
    numbered = [attrs.evolve(one, number=str(place)) for place, one in enumerate(lines, 1)]
    return PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="I102SGROSS000000U3003",
        reference=reference,
        payer=Party(
            account=payer.account,
            name=payer.name,
            identification_number=payer.number,
            chief="Директор",
            main_bookkeeper="Бухгалтер",
            residency="1",
            sector="7",
        ),
        sender_bic=payer.bic,
        beneficiary_bic="GCVPKZ2A",
        beneficiary=Party(
            account=account,
            name="НАО ГК Правительство для граждан",
            identification_number="160440007161",
            residency="1",
            sector="1",
        ),
        document_number=str(int(reference.split("-")[1])),
        document_date=day,
        purpose_code=purpose_code,
        value_date=day,
        total=Money(sum(one.amount_tiyn for one in lines) + more_tenge * 100),
        sending_way="07",
        operation_kind="01",
        processing="01",
        period=period,
        assignment="Социальные отчисления" if purpose_code != "017" else "Пеня по социальным отчислениям",
        participants=ParticipantList.of(*numbered),
    )


FIRST = order(
    "D-000001", GRAIN, line(0, 9500), line(1, 14250), line(2, 8000), line(3, 21000), line(4, 11750), line(5, 6400)
)


def incoming() -> dict[str, bytes]:
    """Every file with its bytes."""
    utf_8, cp1251 = Mt102Writer(encoding="utf-8", line_end="\n"), Mt102Writer(encoding="cp1251")
    cp866, utf_16 = Mt102Writer(encoding="cp866"), Mt102Writer(encoding="utf-16")
    spelled = line(21, 13000, surname="СОКОЛОВА БЕРЕЖНАЯ")
    damaged = utf_8.write(order("D-000011", SHOP, line(18, 7000), day=date(2025, 3, 18)))
    return {
        "1-utf8.txt": utf_8.write(FIRST),
        "2-cp1251-kazakh-letters.txt": cp1251.write(
            order("D-000002", BUILDERS, line(6, 12000), line(7, 16500), line(8, 9900), line(9, 10100), line(10, 18000))
        )
        + cp1251.write(
            order(
                "D-000003",
                BUILDERS,
                line(11, 8800),
                line(12, 15200, name="Қайрат"),
                line(13, 7300, identification_number=iin_of(13)[:-1] + str((int(iin_of(13)[-1]) + 1) % 10)),
                line(14, 9100),
                line(26, 10400),
            )
        ),
        "3-cp866.txt": cp866.write(
            order(
                "D-000004",
                BAKERY,
                line(15, 8200),
                line(16, 12600, identification_number=number_from("7110233999")),
                line(28, 9400),
                line(19, 11100, birth_date="19780328"),
                spelled,
            )
        )
        + cp866.write(order("D-000005", BAKERY, line(15, 82), line(21, 130), purpose_code="017")),
        "4-utf16.txt": utf_16.write(order("D-000006", GRAIN, line(0, 9500), line(1, 14250), more_tenge=1000))
        + utf_16.write(order("D-000007", SHOP, line(28, 7500), line(26, 6900)))[2:],
        "5-to-be-held.txt": utf_8.write(
            order(
                "D-000008",
                BUILDERS,
                line(11, 8800),
                line(14, 9100),
                line(17, 12300),
                purpose_code="183",
                period="012025",
            )
        )
        + utf_8.write(
            order("D-000009", BAKERY, line(22, 6600), line(23, 10800), account=HEALTH_ACCOUNT, day=date(2025, 3, 19))
        ),
        "6-one-damaged.txt": utf_8.write(
            order("D-000010", GRAIN, line(20, 3000), line(24, 31000), line(27, 8100, patronymic=""), line(29, 7700))
        )
        + damaged.replace(b"KZT7000,00", b"KZT7O00,00")
        + utf_8.write(order("D-000012", SHOP, line(18, 7000), period="042025")),
        "7-sent-again.txt": cp1251.write(FIRST),
    }


def branch_payment() -> bytes:
    """A month later: an entity pays for its unit, for people as `register-refresh.csv` has them."""
    renamed = line(0, 9500, surname="Сапарова")
    newcomer = ParticipantLine(
        number="0",
        amount_tiyn=840000,
        list_kind="S",
        surname="Рахимов",
        name="Дамир",
        patronymic="Ерболұлы",
        birth_date="19980709",
        identification_number="980709393403",
        period="",
    )
    paid = order("D-000022", BUILDERS, renamed, newcomer, day=date(2025, 4, 21), period="032025")
    return Mt102Writer(encoding="utf-8", line_end="\n").write(attrs.evolve(paid, details_others=BRANCH))


def late_contributions() -> bytes:
    """Arrears of many months: for the breadwinner, up to the death, and for one who lost her job."""
    lines = [line(26, 6300, period=month) for month in months(2023, 1, count=24)]
    lines += [line(2, 10000 if month.endswith("2025") else 7000, period=month) for month in months(2023, 5, count=21)]
    paid = order("D-000023", BUILDERS, *lines, day=date(2025, 3, 24), period="")
    return Mt102Writer(encoding="utf-8", line_end="\n").write(paid)


def months(year: int, month: int, *, count: int) -> list[str]:
    """Months in a row, as a line names them: `032025`."""
    numbers = range(year * 12 + month - 1, year * 12 + month - 1 + count)
    return [f"{number % 12 + 1:02}{number // 12}" for number in numbers]


def main() -> None:
    """Write the register and the files."""
    with (FOLDER / "register.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(
            ("iin", "surname", "name", "patronymic", "birth_date", "sex", "life_status", "death_date", "excluded")
        )
        for place, (surname, name, patronymic, birth, sex) in enumerate(PEOPLE):
            died = DIED.get(place, "")
            writer.writerow(
                (
                    iin_of(place), surname, name, patronymic.strip("-"), birth, sex, "dead" if died else "alive", died,
                    "yes" if place in EXCLUDED else "no",
                )
            )  # fmt: skip
    (FOLDER / "incoming").mkdir(exist_ok=True)
    for name, content in incoming().items():
        (FOLDER / "incoming" / name).write_bytes(content)
    (FOLDER / "branch-payment.txt").write_bytes(branch_payment())
    (FOLDER / "late-contributions.txt").write_bytes(late_contributions())


if __name__ == "__main__":
    main()
