"""Operations on social payments: applications, decisions, payments, what comes back and what was paid over."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import PaymentView
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.recipient_case import CaseAction, RecipientCase
from esep.domain.use_cases.case_steps import Cause, Document
from esep.domain.use_cases.change_case import Payee
from esep.domain.use_cases.register_application import RegisteredApplication
from esep.domain.use_cases.resend_payments import PayoutAccount
from two_stores import acting, paying
from two_stores.changes import PLACES
from two_stores.drawing import bytes_of, everybody, person, rarely, tears
from two_stores.money_back import MoneyBack
from two_stores.names import AIGUL, FOLDERS, NUMBERS, PAYER, SAULE
from two_stores.world import World

IBAN, OTHER_IBAN, BIC = "KZ86125KZT5004100100", "KZ84722C000012345678", "KZKOKZKX"
NOON = datetime(2025, 5, 20, 7, 0, tzinfo=UTC)  # a Tuesday; rights of childcare from 2025-05-01 need no length
MONTHLY_TIYN = 1_000_000
ADVANCING = (
    CaseAction.CHECK, CaseAction.SEND, CaseAction.ASK_TO_COMPLETE, CaseAction.TELL, CaseAction.COMPLETE,
)  # fmt: skip
CHANGES = (
    (CaseAction.SUSPEND, "no-debits"),
    (CaseAction.SUSPEND, "no-debits"),
    (CaseAction.SUSPEND, "imprisonment"),
    (CaseAction.SUSPEND, "unknown"),
    (CaseAction.RESUME, "no-debits"),
    (CaseAction.RESUME, "no-debits"),
    (CaseAction.RESUME, "imprisonment"),
    (CaseAction.TERMINATE, "child-died"),
    (CaseAction.TERMINATE, "false-documents"),
)


class SocialPayments(MoneyBack):
    """Cases and their payments, on top of all other operations; they lie in 2025 and later."""

    @rule(place=st.integers(0, len(NUMBERS) - 1), months=st.integers(0, 3), order=st.integers(1, 2), torn=tears())
    def apply_and_be_appointed(self, place: int, months: int, order: int, torn: int) -> None:
        """Contribute, apply, and be appointed; all at once, since that hardly comes about by chance."""
        name = self.apply(place, months, order)
        if name is None:
            return
        for action in (CaseAction.CHECK, CaseAction.SEND):
            self.both(lambda world, action=action: paying.advance(world, name, action))  # type: ignore[misc]
        self.both(lambda world: paying.appoint(world, name, AIGUL, self.document), torn_unit=torn)
        if torn:
            self.both(lambda world: paying.appoint(world, name, AIGUL, self.document))
        self.lose_the_bank(False)
        self.both(lambda world: paying.prepare(world, self.month, FOLDERS[0]))

    @rule(place=st.integers(0, len(NUMBERS) - 1), order=st.integers(1, 3))
    def only_apply(self, place: int, order: int) -> None:
        self.apply(place, 0, order)

    def apply(self, place: int, months: int, order: int) -> str | None:
        """Give the name of the case, if the application is registered."""
        self.go_to_working_hours()
        self.both(lambda world: acting.load(world, everybody()))
        if months:
            self.receive([bytes_of(contribution(place, Month(2025, 4).minus(back)), "utf-8") for back in range(months)])
        content = json.dumps(
            {
                "application_number": f"{place}-{order}",
                "kind": "childcare",
                "applicant": {"iin": NUMBERS[place]},
                "right_on": "2025-05-12",
                "channel": "egov",
                "region": "Алматы",
                "account": {"iban": IBAN, "bic": BIC},
                "child": {"birth_date": "2025-05-12", "birth_order": order},
            }
        ).encode()
        registered = self.both(lambda world: paying.register(world, content))
        again = self.both(lambda world: paying.register(world, content))
        if not isinstance(registered, RegisteredApplication):
            return None
        assert isinstance(again, RegisteredApplication), again
        assert not again.is_new
        return registered.case.name

    def go_to_working_hours(self) -> None:
        """To the next noon of a working day, in 2025 at the earliest."""
        if self.clock.now() < NOON:
            self.wait(NOON - self.clock.now())
        now = self.clock.now()
        noon = now.replace(hour=7, minute=0)
        noon += timedelta(days=noon < now)
        while not self.worlds[0].calendar.is_working_day(noon.date()):
            noon += timedelta(days=1)
        self.wait(noon - now)

    def wait(self, time: timedelta) -> None:
        """Let time pass, and see what is told then."""
        if time:
            self.clock.advance(time)
            self.both(lambda world: None)

    @precondition(lambda self: self.has_any("cases"))
    @rule(place=PLACES, action=st.sampled_from(ADVANCING), torn=tears())
    def advance_a_case(self, place: int, action: CaseAction, torn: int) -> None:
        name = self.case_at(place).name
        self.both(lambda world: paying.advance(world, name, action), torn_unit=torn)

    @precondition(lambda self: self.has_any("cases"))
    @rule(place=PLACES, is_first_person=rarely(), torn=tears())
    def appoint_a_case(self, place: int, is_first_person: bool, torn: int) -> None:
        name, actor = self.case_at(place).name, SAULE if is_first_person else AIGUL
        self.both(lambda world: paying.appoint(world, name, actor, self.document), torn_unit=torn)

    @precondition(lambda self: self.has_any("cases"))
    @rule(
        place=PLACES,
        ground=st.sampled_from(("no-contributions", "not-completed", "unknown")),
        is_announced_only=st.booleans(),
        days=st.sampled_from((0, 5, 60)),
    )
    def refuse_a_case(self, place: int, ground: str, is_announced_only: bool, days: int) -> None:
        self.wait(timedelta(days=days))
        name, cause = self.case_at(place).name, Cause(ground=ground, document=self.document)
        self.both(lambda world: paying.refuse(world, name, cause, is_announced_only=is_announced_only))

    @precondition(lambda self: self.has_any("payments"))
    @rule(
        place=PLACES, change=st.sampled_from(CHANGES), days_ago=st.sampled_from((0, 10, 40)), payee=PLACES, torn=tears()
    )
    def change_a_case(self, place: int, change: tuple[CaseAction, str], days_ago: int, payee: int, torn: int) -> None:
        action, ground = change
        happened_on = day_in_almaty(self.clock.now()) - timedelta(days=days_ago)
        to = None
        if change == (CaseAction.RESUME, "imprisonment"):
            to = Payee.named(NUMBERS[payee % len(NUMBERS)], account=OTHER_IBAN, bic=BIC)
        cause = Cause(ground=ground, happened_on=happened_on, document=self.document)
        name = self.case_at(place).name
        self.both(lambda world: paying.change(world, name, action, cause, to), torn_unit=torn)

    @precondition(lambda self: self.has_any("appointed"))
    @rule(
        days=st.sampled_from((0, 0, 20, 40)),
        back=st.sampled_from((0, 0, 0, 1, -1)),
        folder=st.sampled_from(FOLDERS),
        is_lost=rarely(),
        torn=tears(),
    )
    def prepare_payments(self, days: int, back: int, folder: str, is_lost: bool, torn: int) -> None:
        self.wait(timedelta(days=days))
        self.lose_the_bank(is_lost)
        month = self.month.minus(back) if back >= 0 else self.month.next()
        self.both(lambda world: paying.prepare(world, month, folder), torn_unit=0 if is_lost else torn)
        if not torn and not is_lost:
            self.both(lambda world: paying.prepare(world, month, folder))

    @precondition(lambda self: self.has_any("payments"))
    @rule(place=PLACES)
    def confirm_payments(self, place: int) -> None:
        month = Month.from_number(self.payment_at(place).key.month)
        self.both(lambda world: paying.confirm(world, month))

    @precondition(lambda self: self.has_any("payments"))
    @rule(
        places=st.lists(PLACES, min_size=1, max_size=3, unique=True),
        purpose_code=st.sampled_from(("092", "092", "092", "028", "021", "012")),
        less=st.sampled_from((0, 0, 0, 0, 1)),
        reference=st.sampled_from(("B1", "B2", "B3", "B4")),
        torn=tears(),
    )
    def receive_payments_back(
        self, places: Sequence[int], purpose_code: str, less: int, reference: str, torn: int
    ) -> None:
        """From the bank, or contributions withheld from the pension fund; some of an amount that nobody was sent."""
        found = [self.payment_at(place) for place in places]
        lines = [
            line_of(
                f"{one.payee_key:012}",
                max(1, (one.withheld_tiyn if purpose_code == "021" else one.net_tiyn) - less),
                Month.from_number(one.key.month),
            )
            for one in found
        ]
        back = order_of(lines, reference, self.clock.now(), purpose_code)
        messages = list(Mt102Reader().read(BytesIO(bytes_of(back, "utf-8")), "back.txt"))
        self.both(lambda world: paying.receive_back(world, messages), torn_unit=torn)
        if not torn:
            self.both(lambda world: paying.receive_back(world, messages))

    @precondition(lambda self: self.has_any("returned payments"))
    @rule(
        place=PLACES,
        to=st.sampled_from((None, PayoutAccount(account=OTHER_IBAN, bic=BIC))),
        is_lost=rarely(),
        torn=tears(),
    )
    def resend_payments(self, place: int, to: PayoutAccount | None, is_lost: bool, torn: int) -> None:
        self.lose_the_bank(is_lost)
        one = self.payment_at(place, "returned payments")
        name, month = one.key.name.split("/")[0], Month.from_number(one.key.month)
        self.both(lambda world: paying.resend(world, name, month, FOLDERS[1], to), torn_unit=0 if is_lost else torn)

    @precondition(lambda self: self.has_any("payments"))
    @rule(place=PLACES, part=st.sampled_from((1, 2, 3, -2)), torn=tears())
    def find_an_overpayment(self, place: int, part: int, torn: int) -> None:
        """Of a whole payment or a part; below 0 is so many times as much."""
        one = self.payment_at(place)
        name, month = one.key.name.split("/")[0], Month.from_number(one.key.month)
        tiyn = one.net_tiyn * -part if part < 0 else one.net_tiyn // part
        self.both(
            lambda world: paying.overpayments(world).find(name, month, tiyn, "wrong degree", SAULE), torn_unit=torn
        )

    @precondition(lambda self: self.has_any("overpayments"))
    @rule(
        place=PLACES,
        step=st.sampled_from(("notify", "repay", "repay", "withhold")),
        part=st.integers(1, 2),
        torn=tears(),
    )
    def handle_an_overpayment(self, place: int, step: str, part: int, torn: int) -> None:
        found: Sequence[Overpayment] = self.seen["overpayments"]
        one, today = found[place % len(found)], day_in_almaty(self.clock.now())
        tiyn = max(1, one.left_tiyn // part)
        acts: dict[str, Callable[[World], object]] = {
            "notify": lambda world: paying.overpayments(world).notify(one.name, SAULE),
            "withhold": lambda world: paying.overpayments(world).withhold(one.name, SAULE, document="21"),
            "repay": lambda world: paying.overpayments(world).repay(
                one.name, SAULE, on=today, amount_tiyn=tiyn, document="7"
            ),
        }
        self.both(acts[step], torn_unit=torn)

    @property
    def month(self) -> Month:
        """The present month."""
        return Month.of(day_in_almaty(self.clock.now()))

    @property
    def document(self) -> Document:
        """A document of today."""
        return Document(number="12", dated=day_in_almaty(self.clock.now()))

    def case_at(self, place: int) -> RecipientCase:
        """Some case; there is one."""
        cases: Sequence[RecipientCase] = self.seen["cases"]
        return cases[place % len(cases)]

    def payment_at(self, place: int, name: str = "payments") -> PaymentView:
        """Some payment; there is one."""
        payments: Sequence[PaymentView] = self.seen[name]
        return payments[place % len(payments)]


def line_of(iin: str, amount_tiyn: int, month: Month) -> ParticipantLine:
    """A line for a month about one of the people."""
    place = NUMBERS.index(iin) if iin in NUMBERS else 0
    one = person(place, "known")
    return ParticipantLine(
        number="1",
        amount_tiyn=amount_tiyn,
        list_kind="S",
        surname=one.surname,
        name=one.name,
        patronymic=one.patronymic,
        birth_date="19900101",
        identification_number=iin,
        period=f"{month.month:02}{month.year}",
    )


def order_of(lines: Sequence[ParticipantLine], reference: str, at: datetime, purpose_code: str) -> PaymentOrder:
    """An order of a bank with these lines."""
    participants, day = ParticipantList.of(*lines), day_in_almaty(at)
    return PaymentOrder(
        basic_header="F01K059140000000001000001",
        application_header="I102SGROSS000000U3003",
        reference=reference,
        payer=Party(account="KZ926010131000123456", name="ТОО Алма", identification_number=PAYER),
        sender_bic="HSBKKZKX",
        beneficiary_bic="GCVPKZ2A",
        beneficiary=Party(account="KZ67009SS00368609110", name="НАО ГК", identification_number="160440007161"),
        document_number="17",
        document_date=day,
        purpose_code=purpose_code,
        value_date=day,
        total=Money(participants.total_tiyn),
        period="",
        participants=participants,
    )


def contribution(place: int, month: Month) -> PaymentOrder:
    """What was paid for a person for a month, in the month after."""
    day = datetime(month.next().year, month.next().month, 15, 7, tzinfo=UTC)
    order = order_of([line_of(NUMBERS[place], MONTHLY_TIYN, month)], f"C{place}{month.month}", day, "012")
    return attrs.evolve(order, period=f"{month.month:02}{month.year}")
