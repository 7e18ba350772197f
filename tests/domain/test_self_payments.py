"""People who pay for themselves in a single order."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, DecidedLines, ReturnOrder
from esep.domain.model.ledger import Account, CreditedLines
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.outcome import LineOutcome, Outcome, Part
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.rules.deciding import Circumstances, decide
from esep.domain.rules.examination import examine
from esep.domain.rules.examined_order import DIFFERS, EXACT, NORMALISED, NOT_COMPARED, ExaminedOrder
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.self_payment import split_names

Find = Callable[..., list[tuple[str, int | None]]]
Lay = Callable[..., ExaminedOrder]
MakeSingle = Callable[..., PaymentOrder]

FULL_NAME = "Ахметов Арман Серикович"


@pytest.fixture
def person(make_person: Callable[..., RegisterPerson]) -> RegisterPerson:
    return make_person()


@pytest.fixture
def make_single(make_order: Callable[..., PaymentOrder], person: RegisterPerson) -> MakeSingle:
    """Make the single order of the person, named as told."""

    def make(name: str = FULL_NAME, **changes: Any) -> PaymentOrder:
        payer = Party(account="KZ1", name=name, identification_number=changes.pop("number", person.iin))
        return make_order(
            **{"application_header": "I100SGROSS000000U3003", "total": Money(300_000), "payer": payer} | changes
        )

    return make


def test_a_person_who_pays_for_themselves_is_the_participant_of_the_one_line(
    lay: Lay, rulebook: Rulebook, make_single: MakeSingle, person: RegisterPerson
) -> None:
    examined = lay(make_single(), [person])
    decision = decide(
        examined,
        examine(rulebook, examined),
        Circumstances(
            order_number=7,
            action=Action.RETRY,
            actor=Actor(identity="saule"),
            decided_at=datetime.now(UTC),
            decisions_before=1,
            entries_before=1,
        ),
    )
    january = Month(2020, 1).to_number()
    assert (decision.outcome, decision.findings, decision.credited) == (Outcome.ACCEPTED, (), Part(1, 300_000))
    assert decision.lines == DecidedLines(
        numbers=[int(person.iin)],
        amounts_tiyn=(300_000,),
        months=[january],
        outcomes=[LineOutcome.CREDITED],
        levels=[EXACT],
    )
    assert decision.credited_lines == CreditedLines(
        account=Account.PARTICIPANT_CONTRIBUTIONS,
        line_numbers=[1],
        person_keys=[int(person.iin)],
        amounts_tiyn=[300_000],
        months=[january],
    )


@pytest.mark.parametrize(
    ("name", "level"),
    [
        (FULL_NAME, EXACT),
        ("АХМЕТОВ  АРМАН СЕРИКОВИЧ", NORMALISED),
        ("ИП Ахметов Арман Серикович", NORMALISED),
        ('ЖК "Ахметов Арман Серикович"', NORMALISED),
        ("Индивидуальный предприниматель Ахметов Арман Серикович", NORMALISED),
        ("Жеке кәсіпкер Ахметов Арман Серикович", NORMALISED),
        ("Ахметов Арман Сер", NORMALISED),
        ("Ахметов Арман С.", NORMALISED),
    ],
)
def test_the_payers_name_in_one_line_is_the_registers_in_any_spelling(
    find: Find, lay: Lay, make_single: MakeSingle, person: RegisterPerson, name: str, level: str
) -> None:
    assert find(make_single(name), [person]) == []
    assert lay(make_single(name), [person]).levels == [level]


@pytest.mark.parametrize(
    "name",
    [
        "Иванов Арман Серикович",
        "Ахметов",
        "Ахметов А. С.",
        "Арман Ахметов Серикович",
        "ИП",
        "Ахметов Арманбек",
        "Ахметов Арман Иванович",
    ],
)
def test_another_name_goes_back_and_nothing_is_said_of_the_patronymic(
    find: Find, lay: Lay, make_single: MakeSingle, person: RegisterPerson, name: str
) -> None:
    assert find(make_single(name), [person]) == [("name-mismatch", 1)]
    assert lay(make_single(name), [person]).levels == [DIFFERS]


def test_a_missing_patronymic_is_a_warning(find: Find, make_single: MakeSingle, person: RegisterPerson) -> None:
    assert find(make_single("ИП Ахметов Арман"), [person]) == [("patronymic-missing", 1)]
    without = attrs.evolve(person, patronymic="")
    assert find(make_single("Ахметов Арман"), [without]) == []
    assert find(make_single("Ахметов Арман Серикович"), [without]) == [("name-mismatch", 1)]


def test_a_name_is_taken_for_cut_only_where_it_is_as_long_as_banks_allow() -> None:
    registered = ["Ахметов-Байсеитов", "Мухаммед Абдурахман Ибрагим Искандер Оразалы", "Серикович"]
    written = "Ахметов-Байсеитов Мухаммед Абдурахман Ибрагим Искандер Оразалы"[:54]
    compared = ("АХМЕТОВ БАЙСЕИТОВ", "МУХАММЕД АБДУРАХМАН ИБРАГИМ ИСКАНДЕР ОРАЗАЛЫ", "СЕРИКОВИЧ")
    assert split_names(written, registered) == compared
    assert split_names(written[:53], registered) == (written[:53].upper().replace("-", " "), "", "СЕРИКОВИЧ")


def test_a_birth_date_is_not_missed_and_the_bounds_of_entities_do_not_apply(
    find: Find, make_single: MakeSingle, person: RegisterPerson
) -> None:
    assert find(make_single(total=Money(1)), []) == [("iin-not-registered", 1)]
    assert find(make_single(total=Money(10**12)), [person]) == []


def test_all_other_rules_on_lines_apply(find: Find, make_single: MakeSingle, person: RegisterPerson) -> None:
    dead = attrs.evolve(person, life_status=LifeStatus.DEAD, death_date=date(2019, 12, 31))
    assert find(make_single(), [dead]) == [("deceased", 1)]
    assert find(make_single(), [attrs.evolve(person, excluded=True)]) == [("iin-excluded", 1)]
    assert find(make_single(period=""), [person]) == [("period-invalid", 1)]
    assert find(make_single(period="032020"), [person]) == [("period-ahead", 1)]
    assert find(make_single(), None) == [("register-unavailable", None)]
    born_else = attrs.evolve(person, birth_date=date(1980, 5, 5))
    assert find(make_single(), [born_else]) == [("iin-birth-date-differs", 1)]


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "940140000385"},
        {"number": "123456789012", "purpose_code": "012"},
        {"application_header": "I103SGROSS000000U3003"},
    ],
)
def test_what_is_no_persons_own_payment_stays_held_without_a_line(
    find: Find, lay: Lay, make_single: MakeSingle, person: RegisterPerson, changes: dict[str, str]
) -> None:
    assert ("message-type-unsupported", None) in find(make_single(**changes), [person])
    assert lay(make_single(**changes), [person]).numbers == []


def test_a_code_that_is_not_accepted_holds_it_until_an_operator_gives_another(
    find: Find, make_single: MakeSingle, person: RegisterPerson
) -> None:
    single = make_single(purpose_code="183")
    assert find(single, [person]) == [("message-type-unsupported", None), ("purpose-code-unknown", None)]
    assert find(single, [person], purpose_code="017") == []


def test_it_goes_back_as_one_amount(lay: Lay, rulebook: Rulebook, make_single: MakeSingle) -> None:
    examined = lay(make_single(), [])
    circumstances = Circumstances(
        order_number=7, action=Action.RECEIVE, actor=Actor(identity="saule"), decided_at=datetime.now(UTC)
    )
    decision = decide(examined, examine(rulebook, examined), circumstances)
    assert (decision.outcome, decision.returned, decision.lines.levels) == (
        Outcome.RETURNED,
        Part(1, 300_000),
        [NOT_COMPARED],
    )
    assert decision.return_order == ReturnOrder(
        purpose_code="026", amount_tiyn=300_000, is_one_amount=True, line_numbers=[], amounts_tiyn=[]
    )
    assert [entry.amount_tiyn for entry in decision.entries] == [300_000, 300_000]
