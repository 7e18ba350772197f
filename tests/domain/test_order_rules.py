"""Every rule on an order as a whole, and the precedence of outcomes."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from esep.adapters.rule_tables.packaged import packaged_texts
from esep.adapters.rule_tables.tables import rulebook_from
from esep.domain.model.finding import Severity
from esep.domain.model.money import Money
from esep.domain.model.outcome import LineOutcome, Outcome, Part
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.rules.examination import examine, send_back
from esep.domain.rules.examined_order import ExaminedOrder
from esep.domain.rules.rulebook import LANGUAGES, UNREADABLE_MESSAGE, Rulebook

Find = Callable[..., list[tuple[str, int | None]]]
Lay = Callable[..., ExaminedOrder]
MakeLine = Callable[..., ParticipantLine]
MakeOrder = Callable[..., PaymentOrder]


@pytest.fixture
def person(make_person: Callable[..., RegisterPerson]) -> RegisterPerson:
    return make_person()


@pytest.fixture
def order(make_order: MakeOrder, make_line: MakeLine, person: RegisterPerson) -> PaymentOrder:
    return make_order(make_line(person))


def test_another_type_of_message_is_held_and_its_total_is_not_compared_with_a_list(
    find: Find, make_order: MakeOrder
) -> None:
    single = make_order(application_header="I100SGROSS000000U3003", total=Money(500))
    assert find(single, None) == [("message-type-unsupported", None)]


@pytest.mark.parametrize("code", ["183", "160", "026", "12", ""])
def test_a_purpose_code_that_is_not_accepted_holds_the_order(
    find: Find, order: PaymentOrder, person: RegisterPerson, code: str
) -> None:
    assert find(attrs.evolve(order, purpose_code=code), [person]) == [("purpose-code-unknown", None)]


def test_an_operators_purpose_code_is_the_one_that_applies(
    find: Find, order: PaymentOrder, person: RegisterPerson
) -> None:
    assert find(attrs.evolve(order, purpose_code="183"), [person], purpose_code="012") == []


def test_another_account_or_bank_is_a_wrong_beneficiary(
    find: Find, order: PaymentOrder, person: RegisterPerson
) -> None:
    pension = attrs.evolve(order.beneficiary, account="KZ12009NPS0413609816")
    assert find(attrs.evolve(order, beneficiary=pension), [person]) == [("wrong-beneficiary", None)]
    assert find(attrs.evolve(order, beneficiary_bic="HSBKKZKX"), [person]) == [("wrong-beneficiary", None)]


def test_a_conflict_with_an_earlier_order_names_it(
    rulebook: Rulebook, lay: Lay, order: PaymentOrder, person: RegisterPerson
) -> None:
    [finding] = rulebook.find_faults(lay(order, [person], conflicts_with="HSBKKZKX/R1/2020-02-10"))
    assert (finding.code, finding.severity, finding.found) == (
        "conflicting-duplicate",
        Severity.HOLD,
        "HSBKKZKX/R1/2020-02-10",
    )


@pytest.mark.parametrize("number", ["940140000380", "94014000038", "", "9401400003８5", "940140000385 "])
def test_a_payer_whose_number_is_wrong_gets_the_order_back(
    find: Find, order: PaymentOrder, person: RegisterPerson, number: str
) -> None:
    payer = attrs.evolve(order.payer, identification_number=number)
    assert find(attrs.evolve(order, payer=payer, purpose_code="017"), [person]) == [("payer-id-invalid", None)]


def test_one_tiyn_too_much_or_too_little_is_a_mismatch_that_tells_both_sums(
    rulebook: Rulebook, lay: Lay, order: PaymentOrder, person: RegisterPerson
) -> None:
    for total in (order.total.tiyn - 1, order.total.tiyn + 1):
        [finding] = rulebook.find_faults(lay(attrs.evolve(order, total=Money(total)), [person]))
        assert (finding.code, finding.found, finding.expected) == (
            "total-mismatch",
            order.total.to_mt(),
            Money(total).to_mt(),
        )


def test_held_goes_before_returned_and_returned_whole_before_the_lines(
    rulebook: Rulebook, lay: Lay, order: PaymentOrder, person: RegisterPerson
) -> None:
    mismatched = attrs.evolve(order, total=Money(777))
    held = examine(rulebook, lay(attrs.evolve(mismatched, purpose_code="183"), [person]))
    returned = examine(rulebook, lay(mismatched, [person]))
    assert (held.outcome, held.held, held.credited, held.returned) == (Outcome.HELD, Part(1, 777), Part(), Part())
    assert list(held.line_outcomes) == [LineOutcome.HELD]
    assert (returned.outcome, returned.returned, returned.held) == (Outcome.RETURNED, Part(1, 777), Part())


def test_good_lines_are_credited_and_bad_ones_returned(
    rulebook: Rulebook, lay: Lay, make_order: MakeOrder, make_line: MakeLine, person: RegisterPerson
) -> None:
    bad = make_line(person, surname="Другой", amount_tiyn=300_001)
    cut = examine(rulebook, lay(make_order(make_line(person), bad), [person]))
    whole = examine(rulebook, lay(make_order(bad, bad), [person]))
    assert (cut.outcome, cut.credited, cut.returned) == (Outcome.CUT, Part(1, 250_000), Part(1, 300_001))
    assert list(cut.line_outcomes) == [LineOutcome.CREDITED, LineOutcome.RETURNED]
    assert (whole.outcome, whole.returned) == (Outcome.RETURNED, Part(2, 600_002))


def test_an_accepted_finding_no_longer_holds_but_still_stands(
    rulebook: Rulebook, lay: Lay, order: PaymentOrder, person: RegisterPerson
) -> None:
    elsewhere = lay(attrs.evolve(order, beneficiary_bic="HSBKKZKX"), [person])
    examination = examine(rulebook, elsewhere, accepted=["wrong-beneficiary"])
    assert examination.outcome is Outcome.ACCEPTED
    assert [finding.code for finding in examination.findings] == ["wrong-beneficiary"]


def test_sending_back_returns_everything_with_its_findings(
    rulebook: Rulebook, lay: Lay, order: PaymentOrder, person: RegisterPerson
) -> None:
    examination = send_back(rulebook, lay(attrs.evolve(order, purpose_code="183"), [person]))
    assert (examination.outcome, examination.returned) == (Outcome.RETURNED, Part(1, 250_000))
    assert [finding.code for finding in examination.findings] == ["purpose-code-unknown"]


def test_a_rule_does_not_judge_orders_of_before_its_date_of_force(
    rulebook: Rulebook, lay: Lay, order: PaymentOrder, person: RegisterPerson
) -> None:
    kind = attrs.evolve(rulebook.kinds["total-mismatch"], valid_from=date(2020, 2, 11))
    later = attrs.evolve(rulebook, kinds={**rulebook.kinds, "total-mismatch": kind})
    mismatched = attrs.evolve(order, total=Money(777))
    assert later.find_faults(lay(mismatched, [person])) == []
    unknown = attrs.evolve(rulebook.kinds["iin-not-registered"], valid_from=date(2020, 2, 11))
    lenient = attrs.evolve(rulebook, kinds={**rulebook.kinds, "iin-not-registered": unknown})
    assert lenient.find_faults(lay(order, [])) == []
    assert [
        finding.code
        for finding in later.find_faults(lay(attrs.evolve(mismatched, value_date=date(2020, 2, 11)), [person]))
    ] == ["total-mismatch"]


def test_an_order_of_before_the_insurance_began_is_held_since_no_account_was_open(
    find: Find, order: PaymentOrder, person: RegisterPerson
) -> None:
    assert find(attrs.evolve(order, value_date=date(2004, 12, 31)), [person]) == [
        ("wrong-beneficiary", None),
        ("purpose-code-unknown", None),
        ("period-ahead", 1),
    ]


def test_every_finding_speaks_three_languages_and_has_its_source(rulebook: Rulebook) -> None:
    for kind in rulebook.kinds.values():
        assert all(kind.texts[language].strip() for language in LANGUAGES)
        assert kind.source.act
        assert kind.source.article
    assert UNREADABLE_MESSAGE in rulebook.kinds


def test_a_row_without_its_function_is_refused() -> None:
    table = """
[[finding]]
code = "no-such-rule"
on = "line"
severity = "return"
field = ""
act = "none"
article = "0"
valid_from = 2020-01-01
kk = "-"
ru = "-"
en = "-"
"""
    with pytest.raises(ValueError, match="no-such-rule"):
        rulebook_from({**packaged_texts(), "findings": table})
