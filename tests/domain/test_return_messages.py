"""What the payer reads in an outgoing return."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from esep.domain.errors import InvalidInput
from esep.domain.model.finding import Finding, Severity
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returns import PendingReturn
from esep.domain.rules.outgoing_messages import LINES_MAX, NEXT_LINE_CHARACTERS, fold, reference_text
from esep.domain.rules.return_messages import ReturnMessages
from esep.domain.rules.rulebook import Rulebook

DAY = date(2020, 2, 11)


@pytest.fixture
def original(
    make_order: Callable[..., PaymentOrder],
    make_line: Callable[..., ParticipantLine],
    make_person: Callable[..., RegisterPerson],
) -> PaymentOrder:
    person = make_person()
    return make_order(
        make_line(person),
        make_line(person, surname="Другой", amount_tiyn=300_000, others=(("LA", "KZ1"),)),
        make_line(person, period="122019", amount_tiyn=300_001),
        reference="R1-000006",
    )


def pending(*line_numbers: int, findings: tuple[Finding, ...] = (), amount_tiyn: int = 600_001) -> PendingReturn:
    return PendingReturn(
        order_number=1,
        decision_number=1,
        purpose_code="026",
        amount_tiyn=amount_tiyn,
        is_one_amount=not line_numbers,
        line_numbers=line_numbers,
        entry_count=2,
        message=b"",
        encoding="utf-8",
        findings=findings,
    )


def test_a_list_names_the_original_order_and_each_lines_reason_in_russian_and_kazakh(
    rulebook: Rulebook, original: PaymentOrder
) -> None:
    findings = (
        Finding(code="name-mismatch", severity=Severity.RETURN, line=2),
        Finding(code="below-minimum", severity=Severity.WARNING, line=2),
        Finding(code="deceased", severity=Severity.RETURN, line=3),
        Finding(code="birth-date-mismatch", severity=Severity.RETURN, line=3),
    )
    message = ReturnMessages(rulebook=rulebook).compose(
        pending(2, 3, findings=findings), original, reference_number=7, day=DAY
    )
    assert (message.message_type, message.reference, message.purpose_code) == ("102", "GCVP-00000000007", "026")
    assert (message.payer.account, message.payer.identification_number) == ("KZ67009SS00368609110", "160440007161")
    assert (message.beneficiary.account, message.beneficiary_bic) == (original.payer.account, original.sender_bic)
    assert message.beneficiary.identification_number == original.payer.identification_number
    assert (message.value_date, message.total) == (DAY, Money(600_001))
    assert message.assignment.replace("\n", " ") == (
        "Возврат ошибочных элементов платежа № 17 от 07.02.2020 референс R1-000006 на сумму 8500,01. "
        "Ошибка на 2 чел. на сумму 6000,01"
    )
    second, third = message.participants
    assert (second.number, second.surname, second.period, second.amount_tiyn) == ("1", "Другой", "012020", 300_000)
    assert second.others == (
        ("ASSIGN", "[ИИН] не соответствует указанным Ф.И.О. | [ЖСН] көрсетілген Т.А.Ә. сәйкес емес"),
    )
    assert (third.number, third.period) == ("2", "122019")
    assert third.others[0][1].startswith("[Период] после месяца смерти участника; [Дата рождения] не соответствует")
    assert message.participants.total_tiyn == message.total.tiyn


def test_one_amount_goes_back_without_a_list_and_tells_the_reason_in_its_purpose(
    rulebook: Rulebook, original: PaymentOrder
) -> None:
    mismatch = Finding(code="total-mismatch", severity=Severity.RETURN, found="8500,01", expected="7,77")
    message = ReturnMessages(rulebook=rulebook).compose(
        pending(findings=(mismatch,), amount_tiyn=777),
        attrs.evolve(original, total=Money(777)),
        reference_number=99_999_999_999,
        day=DAY,
    )
    assert (message.message_type, len(message.participants), message.total) == ("100", 0, Money(777))
    assert (message.reference, message.document_number) == ("GCVP-99999999999", "999999999")
    assert "[Сумма] по списку 8500,01, поступило 7,77 | [Сома]" in message.assignment.replace("\n", " ")


def test_a_list_that_goes_back_whole_tells_the_orders_reason_on_every_line(
    rulebook: Rulebook, original: PaymentOrder
) -> None:
    findings = (
        Finding(code="payer-id-invalid", severity=Severity.RETURN),
        Finding(code="deceased", severity=Severity.RETURN, line=2),
        Finding(code="below-minimum", severity=Severity.WARNING, line=3),
    )
    message = ReturnMessages(rulebook=rulebook).compose(
        pending(1, 2, 3, findings=findings, amount_tiyn=850_001), original, reference_number=7, day=DAY
    )
    reasons = [dict(line.others)["ASSIGN"] for line in message.participants]
    payer = "[ИИН/БИН плательщика] неверный | [Төлеушінің ЖСН/БСН] қате"
    assert reasons[0] == reasons[2] == payer
    assert reasons[1].startswith("[Период] после месяца смерти участника | ")


def test_a_text_with_little_room_tells_fewer_reasons_but_each_in_both_languages(
    rulebook: Rulebook, original: PaymentOrder
) -> None:
    findings = (
        Finding(code="total-mismatch", severity=Severity.RETURN, found="1,00", expected="2,00"),
        Finding(code="wrong-beneficiary", severity=Severity.HOLD, found="A" * 30, expected="B" * 60),
        Finding(code="purpose-code-unknown", severity=Severity.HOLD, found="183", expected="012, 017"),
    )
    message = ReturnMessages(rulebook=rulebook).compose(
        pending(findings=findings, amount_tiyn=777), original, reference_number=7, day=DAY
    )
    text = message.assignment.replace("\n", " ")
    assert "[Сумма] по списку 1,00, поступило 2,00 | [Сома] тізім бойынша 1,00, түскені 2,00" in text
    assert "[КНП]" not in text


def test_one_amount_without_a_finding_tells_the_order_only(rulebook: Rulebook, original: PaymentOrder) -> None:
    message = ReturnMessages(rulebook=rulebook).compose(pending(amount_tiyn=777), original, reference_number=7, day=DAY)
    assert message.assignment.replace("\n", " ").endswith("Ошибка на 3 чел. на сумму 7,77")


def test_a_purpose_text_keeps_to_the_lines_that_banks_accept() -> None:
    lines = fold("слово " * 200).split("\n")
    assert len(lines) == LINES_MAX
    assert len(lines[0]) <= 52
    assert all(len(line) <= NEXT_LINE_CHARACTERS for line in lines)
    assert fold("коротко") == "коротко"


def test_no_line_of_a_purpose_text_begins_like_a_field() -> None:
    text = "слово " * 8 + "xxxx /KNP/012 " + "слово " * 8 + "xxxxxxx :20:"
    assert fold(text).split("\n")[1].startswith(" /KNP/012")


def test_without_an_account_to_send_from_no_message_is_made(rulebook: Rulebook, original: PaymentOrder) -> None:
    early = attrs.evolve(original, value_date=date(2004, 12, 31))
    with pytest.raises(InvalidInput, match="2004-12-31"):
        ReturnMessages(rulebook=rulebook).compose(pending(2), early, reference_number=7, day=date(2004, 12, 31))


def test_references_have_eleven_digits() -> None:
    assert reference_text(1) == "GCVP-00000000001"
