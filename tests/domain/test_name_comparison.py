"""When two spellings are one name."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.rules.examined_order import DIFFERS, EXACT, NORMALISED, NOT_COMPARED, ExaminedOrder
from esep.domain.rules.name_comparison import CARRIERS, comparable

KAZAKH = "әңғүұқөһӘҢҒҮҰҚӨҺ"


@given(st.text())
def test_a_comparable_name_is_its_own_comparable_form(name: str) -> None:
    once = comparable(name)
    assert comparable(once).upper() == once.upper()


@given(st.text(alphabet=KAZAKH + "абвгд -", min_size=1))
def test_every_kazakh_letter_equals_the_letter_that_carries_it(name: str) -> None:
    carriers = {chr(kazakh): chr(carrier) for carrier, kazakh in CARRIERS.items()}
    assert comparable("".join(carriers.get(letter, letter) for letter in name)) == comparable(name)


@pytest.mark.parametrize(
    ("spelling", "form"),
    [
        ("", ""),
        ("-", ""),
        ("  ким ", "КИМ"),
        ("Анна-Мария", "АННА МАРИЯ"),
        ("Анна \u2011 \u00a0Мария", "АННА МАРИЯ"),
        ("Пётр", "ПЕТР"),
        ("Семе\u0308нов", "СЕМЕНОВ"),
        ("старый/новый", "НОВЫЙ"),
        ("старый/", ""),
        ("ўлы", "ҰЛЫ"),
        ("іңкәр", "ІҢКӘР"),
    ],
)
def test_the_form_in_which_names_are_compared(spelling: str, form: str) -> None:
    assert comparable(spelling) == form


def test_the_level_of_agreement_is_kept_for_every_line(
    lay: Callable[..., ExaminedOrder],
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    make_person: Callable[..., RegisterPerson],
) -> None:
    person = make_person()
    order = make_order(
        make_line(person),
        make_line(person, surname=person.surname.upper()),
        make_line(person, surname="Другой"),
        make_line(make_person()),
        make_line(person, identification_number="1"),
    )
    assert list(lay(order, [person]).levels) == [EXACT, NORMALISED, DIFFERS, NOT_COMPARED, NOT_COMPARED]
    assert list(lay(order, None).levels) == [NOT_COMPARED] * 5
