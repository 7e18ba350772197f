"""What happens to the money of the made-up half year after it came: refunds, corrections, a court's list, files."""

import random
from datetime import UTC, date, datetime
from pathlib import Path

import attrs

from benchmarks.made_up_history import DAYS, History, MadeOrder, court_list
from benchmarks.made_up_history import application as written_application
from benchmarks.measures import ACTOR
from esep.domain.model.actor import Actor
from esep.domain.model.fund_account import FundAccount
from esep.domain.model.month import Month
from esep.domain.use_cases.correct_line import CorrectionRequest
from esep.entrypoints.composition import Application

FUND = FundAccount(account="KZ67009SS00368609110", bic="NBRKKZKX")
SECOND_PERSON = Actor(identity="second person")
REFUNDS = 100  # before the transfers, and as many after
WAITING = 20  # of the later ones, that come no further than the Fund
CORRECTIONS = 100
ILLEGAL = 100


@attrs.frozen(kw_only=True)
class OutgoingReferences:
    """References of the messages that went out."""

    single: list[str]  # of returns and refunds
    transfers: list[str]


def before_transfers(application: Application, made: History, outbox: Path) -> None:
    """Refunds of money that is still here, at the expense of a later day than the one measured; what was wrong."""
    for number, order in enumerate(_some_of_day(made, DAYS[1], REFUNDS), 1):
        name = _submitted(application, order, number)
        application.refunds.decide(name, SECOND_PERSON, is_approved=True, document="Ф-1")
    application.refunds.dispatch(str(outbox), ACTOR)
    application.dispatch_returns(str(outbox))


def after_transfers(application: Application, made: History, outbox: Path) -> None:
    """Refunds of money that the Fund has, corrections of months and persons, a court's list."""
    orders = _some_of_day(made, DAYS[0], REFUNDS + CORRECTIONS + ILLEGAL)
    refunded, corrected, illegal = orders[:REFUNDS], orders[REFUNDS:-ILLEGAL], orders[-ILLEGAL:]
    today = datetime.now(UTC).date()
    for number, order in enumerate(refunded, REFUNDS + 1):
        name = _submitted(application, order, number)
        if number > REFUNDS + WAITING:
            application.refunds.decide(name, SECOND_PERSON, is_approved=True, document="Ф-2")
            application.refunds.receive_money(name, ACTOR, received_on=today, document="Ф-3")
    application.refunds.dispatch(str(outbox), ACTOR)
    for order, iin in zip(corrected, made.numbers, strict=False):
        application.correct_line(_correction(order, iin), ACTOR)
    application.record_illegal_amounts(court_list(illegal), "court.csv", ACTOR)


def outgoing_references(application: Application) -> OutgoingReferences:
    """What stands in the store: a payer knows these from its bank."""
    with application.store.connection() as connection:
        single = connection.execute(
            "select reference from return_dispatch union all select reference from refund_dispatch order by 1"
        ).fetchall()
        transfers = connection.execute("select reference from transfer_dispatch order by 1").fetchall()
    return OutgoingReferences(single=[one for (one,) in single], transfers=[one for (one,) in transfers])


def _some_of_day(made: History, day: date, how_many: int) -> list[MadeOrder]:
    """Different orders of a day, in no order."""
    return random.Random(6).sample([order for order in made.orders if order.day == day], how_many)


def _submitted(application: Application, order: MadeOrder, number: int) -> str:
    content = written_application(order, number)
    name = application.refunds.submit(content, f"{number}.json", ACTOR).case.name
    application.refunds.check(name, ACTOR)
    return name


def _correction(order: MadeOrder, iin: str) -> CorrectionRequest:
    """To another person where the order's number is even, else to the month before the year."""
    is_person = order.number % 2 == 0 and iin != order.person.iin
    return CorrectionRequest(
        reference=order.reference,
        line_number=1,
        to_iin=iin if is_person else None,
        to_month=None if is_person else Month.parse_iso("2024-12"),
        reason="named by mistake",
        document_number="17",
        document_date=date(2025, 8, 1),
    )
