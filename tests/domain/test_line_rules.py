"""Every rule on a line: what it finds, and the edge at which it stops finding."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import LifeStatus, RegisterPerson

Find = Callable[..., list[tuple[str, int | None]]]
MakeLine = Callable[..., ParticipantLine]
MakeOrder = Callable[..., PaymentOrder]
MakePerson = Callable[..., RegisterPerson]


def test_a_line_that_agrees_with_the_register_has_no_finding(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    person = make_person()
    assert find(make_order(make_line(person)), [person]) == []


@pytest.mark.parametrize(
    "number",
    [
        "",
        "90010130000",
        "9001013000021",
        "٩٠٠١٠١٣٠٠٠٠٢",
        "90010130000x",
        " 90010130000",
        "００００００００００００",
    ],
)
def test_a_number_that_is_not_twelve_ascii_digits_is_invalid_and_not_looked_up(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson, number: str
) -> None:
    person = make_person()
    line = make_line(person, identification_number=number, surname="Другой", birth_date="19991231")
    assert find(make_order(line), [person]) == [("iin-invalid", 1)]


def test_a_number_with_a_wrong_check_digit_is_invalid(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    person = make_person()
    wrong = person.iin[:11] + str((int(person.iin[11]) + 1) % 10)
    assert find(make_order(make_line(person, identification_number=wrong)), [person]) == [("iin-invalid", 1)]


def test_a_bin_in_the_list_is_merely_not_registered(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    line = make_line(make_person(), identification_number="160440007161")
    assert find(make_order(line), []) == [("iin-not-registered", 1)]


def test_without_an_answer_of_the_register_no_line_is_called_unknown(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    assert find(make_order(make_line(make_person())), None) == [("register-unavailable", None)]


def test_an_order_with_no_number_to_ask_for_needs_no_register(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    line = make_line(make_person(), identification_number="1")
    assert find(make_order(line), None) == [("iin-invalid", 1)]


def test_an_excluded_person_whose_name_differs_has_both_findings(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    person = make_person(excluded=True)
    line = make_line(person, name="Другое")
    assert find(make_order(line), [person]) == [("iin-excluded", 1), ("name-mismatch", 1)]


@pytest.mark.parametrize(
    ("given", "registered", "codes"),
    [
        (("Ким", "Олжас", ""), ("Ким", "Олжас", ""), []),
        (("КИМ", "олжас", ""), ("Ким", "Олжас", ""), []),
        (("Ким", "Олжас", "-"), ("Ким", "Олжас", ""), []),
        (("Ким", "Олжас", ""), ("Ким", "Олжас", "Әлиұлы"), ["patronymic-missing"]),
        (("Ким", "Олжас", "-"), ("Ким", "Олжас", "Әлиұлы"), ["patronymic-missing"]),
        (("Ким", "Олжас", "Әлиұлы"), ("Ким", "Олжас", ""), ["name-mismatch"]),
        (("Ким", "Олжас", "Әлиевич"), ("Ким", "Олжас", "Әлиұлы"), ["name-mismatch"]),
        (("Пак", "Олжас", "-"), ("Ким", "Олжас", "Әлиұлы"), ["name-mismatch", "patronymic-missing"]),
        (("Старый/Ким", "Олжас", "-"), ("Ким", "Олжас", ""), []),
        (("Ким/Новый", "Олжас", "-"), ("Ким", "Олжас", ""), ["name-mismatch"]),
        (("Ќўнанбаев", "Јлихан", "-"), ("Құнанбаев", "Әлихан", ""), []),
        (("Семенов", "Петр", "-"), ("Семёнов", "Пётр", ""), []),
        (("Ким-Пак", "Анна  Мария", "-"), ("Ким Пак", "Анна-Мария", ""), []),
        (("Семёнов", "Артём", "-"), ("Семёнов", "Артём", ""), []),
    ],
)
def test_names_are_compared_after_normalisation(
    find: Find,
    make_order: MakeOrder,
    make_line: MakeLine,
    make_person: MakePerson,
    given: tuple[str, str, str],
    registered: tuple[str, str, str],
    codes: list[str],
) -> None:
    surname, name, patronymic = registered
    person = make_person(surname=surname, name=name, patronymic=patronymic)
    line = make_line(person, surname=given[0], name=given[1], patronymic=given[2])
    assert find(make_order(line), [person]) == [(code, 1) for code in codes]


@pytest.mark.parametrize("written", ["19900102", "", "1990-01-01", "19901345", "900101"])
def test_a_birth_date_that_is_not_the_registers_goes_back(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson, written: str
) -> None:
    person = make_person()
    assert find(make_order(make_line(person, birth_date=written)), [person]) == [("birth-date-mismatch", 1)]


@pytest.mark.parametrize("written", ["19990231", "", "1999-01-01", "١٩٩٠٠١٠١", "00000101"])
def test_a_birth_date_that_is_none_is_found_whether_or_not_the_person_is_known(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson, written: str
) -> None:
    known, unknown = make_person(), make_person()
    order = make_order(
        make_line(known, birth_date=written),
        make_line(unknown, birth_date=written),
        make_line(known, birth_date=written, identification_number="1"),
    )
    assert find(order, [known]) == [
        ("birth-date-mismatch", 1),
        ("iin-not-registered", 2),
        ("birth-date-mismatch", 2),
        ("iin-invalid", 3),
        ("birth-date-mismatch", 3),
    ]
    assert ("birth-date-mismatch", 1) in find(order, None)


@pytest.mark.parametrize(
    ("period", "codes"),
    [
        ("112019", []),
        ("122019", ["deceased"]),
        ("012020", ["deceased"]),
        ("102019", []),
        ("992020", ["period-invalid"]),
    ],
)
def test_the_month_of_death_is_the_last_that_may_be_paid_for(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson, period: str, codes: list[str]
) -> None:
    person = make_person(life_status=LifeStatus.DEAD, death_date=date(2019, 11, 1))
    assert find(make_order(make_line(person, period=period)), [person]) == [(code, 1) for code in codes]


@pytest.mark.parametrize(
    ("header", "own", "codes"),
    [
        ("012020", "", []),
        ("", "", ["period-invalid"]),
        ("bad", "012020", []),
        ("012020", "132020", ["period-invalid"]),
        ("012020", "002020", ["period-invalid"]),
        ("012020", "2020-01", ["period-invalid"]),
        ("012020", "٠١٢٠٢٠", ["period-invalid"]),
        ("012005", "", []),
        ("122004", "", ["period-invalid"]),
        ("022020", "", []),
        ("032020", "", ["period-ahead"]),
        ("012020", "012021", ["period-ahead"]),
    ],
)
def test_the_period_that_applies_is_the_lines_own_else_the_headers(
    find: Find,
    make_order: MakeOrder,
    make_line: MakeLine,
    make_person: MakePerson,
    header: str,
    own: str,
    codes: list[str],
) -> None:
    person = make_person()
    order = make_order(make_line(person, period=own), period=header)
    assert find(order, [person]) == [(code, 1) for code in codes]


def test_a_number_whose_digits_are_not_the_birth_date_is_flagged(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    person = attrs.evolve(make_person(), birth_date=date(1990, 1, 2))
    assert find(make_order(make_line(person)), [person]) == [("iin-birth-date-differs", 1)]


def test_a_number_with_a_seventh_digit_of_nought_tells_no_birth_date(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    person = make_person(iin="870505071550", birth_date=date(1987, 5, 6))
    assert find(make_order(make_line(person)), [person]) == []


def test_the_same_number_and_month_twice_is_flagged_from_the_second_line_on(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    person, other = make_person(), make_person()
    order = make_order(
        make_line(person),
        make_line(other),
        make_line(person, period="012020"),
        make_line(person, period="122019"),
        make_line(person),
    )
    assert find(order, [person, other]) == [("repeated-participant", 3), ("repeated-participant", 5)]


def test_two_lines_of_a_person_without_a_valid_month_are_repeated(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    person = make_person()
    order = make_order(make_line(person, period="132020"), make_line(person, period="zz"))
    assert find(order, [person]) == [("period-invalid", 1), ("period-invalid", 2), ("repeated-participant", 2)]


@pytest.mark.parametrize(
    ("period", "amount_tiyn", "codes"),
    [
        ("012020", 148_750, []),
        ("012020", 148_749, ["below-minimum"]),
        ("012020", 1_041_250, []),
        ("012020", 1_041_251, ["above-maximum"]),
        ("122019", 1_041_251, []),
        ("062018", 98_994, []),
        ("062018", 98_993, ["below-minimum"]),
        ("122017", 1, []),
        ("122017", 99_999_999, []),
    ],
)
def test_bounds_hold_to_the_last_tiyn_where_they_are_shipped(
    find: Find,
    make_order: MakeOrder,
    make_line: MakeLine,
    make_person: MakePerson,
    period: str,
    amount_tiyn: int,
    codes: list[str],
) -> None:
    person = make_person()
    order = make_order(make_line(person, period=period, amount_tiyn=amount_tiyn))
    assert find(order, [person]) == [(code, 1) for code in codes]


def test_bounds_are_not_looked_at_for_penalties_nor_for_a_payer_who_is_a_person(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    person = make_person()
    order = make_order(make_line(person, amount_tiyn=1))
    own = attrs.evolve(order, payer=attrs.evolve(order.payer, identification_number=person.iin))
    assert find(attrs.evolve(order, purpose_code="017"), [person]) == []
    assert find(own, [person]) == []
    assert find(order, [person]) == [("below-minimum", 1)]


def test_findings_of_lines_are_told_line_by_line(
    find: Find, make_order: MakeOrder, make_line: MakeLine, make_person: MakePerson
) -> None:
    person = make_person()
    order = make_order(
        make_line(person, surname="Другой", amount_tiyn=1),
        make_line(person, identification_number="1", period="992020"),
        total=Money(5),
    )
    assert find(order, [person]) == [
        ("total-mismatch", None),
        ("name-mismatch", 1),
        ("below-minimum", 1),
        ("iin-invalid", 2),
        ("period-invalid", 2),
    ]
