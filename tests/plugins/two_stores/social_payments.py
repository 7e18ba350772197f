"""Operations on social payments: prepared, sent, returned, sent again, paid over."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from io import BytesIO

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import PaymentState, PaymentView
from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.recipient_case import CaseAction, CaseState
from esep.domain.model.returned_payment import ReturnedLineView
from esep.domain.use_cases.match_returned_by_hand import HeldLine, NamedPayment
from esep.domain.use_cases.resend_payments import PayoutAccount
from two_stores import looking, paying
from two_stores.changes import PLACES
from two_stores.drawing import bytes_of, rarely, tears
from two_stores.drawn_payments import BIC, IBAN, OTHER_IBAN, line_of, order_of
from two_stores.names import AIGUL, FOLDERS, SAULE
from two_stores.recipients import APPLICANTS, Recipients
from two_stores.world import World

OTHER_ACCOUNT = PayoutAccount(account=OTHER_IBAN, bic=BIC)
AT_THE_RECIPIENT = (PaymentState.SENT, PaymentState.PAID)


class SocialPayments(Recipients):
    """Payments of cases. What hardly comes about by chance is also done in a row."""

    @initialize(place=APPLICANTS, months=st.integers(1, 3))
    def begin_with_a_payment(self, place: int, months: int) -> None:
        self.apply_for_payments(place, months, 1, 0)

    @rule(place=APPLICANTS, months=st.sampled_from((0, 1, 2, 3)), birth_order=st.integers(1, 2), torn=tears())
    def apply_and_be_paid(self, place: int, months: int, birth_order: int, torn: int) -> None:
        self.apply_for_payments(place, months, birth_order, torn)

    def apply_for_payments(self, place: int, months: int, birth_order: int, torn: int) -> None:
        with self.at_once():
            name = self.apply(place, months, birth_order)
            if name is not None:
                self.bring_to_the_fund(name)
                self.both(lambda world: paying.appoint(world, name, AIGUL, self.document), torn_unit=torn)
                self.both(lambda world: paying.appoint(world, name, AIGUL, self.document))
        self.prepare(self.month)

    @precondition(lambda self: self.is_any_paid)
    @rule(place=PLACES, is_elsewhere=st.booleans(), is_told=st.booleans(), days=st.integers(0, 40))
    def come_back_and_be_sent_again(self, place: int, is_elsewhere: bool, is_told: bool, days: int) -> None:
        """To the same account or another; after some days even of what is not due any more."""
        one = self.payment_at(place, *AT_THE_RECIPIENT)
        to = OTHER_ACCOUNT if is_elsewhere else None
        reference = f"E{len(self.seen['returned lines'])}"
        self.come_back([one], "092" if is_told else "012", reference, 0)
        if not is_told:
            line, named = HeldLine(reference=reference), NamedPayment.parse(one.key.name)
            self.both(lambda world: paying.match_by_hand(world, line, named))
        self.wait(timedelta(days=days))
        self.let_all_answer()
        self.both(lambda world: paying.resend(world, _name(one), _month(one), FOLDERS[0], to))

    @precondition(lambda self: self.is_any_paid)
    @rule(place=PLACES, part=st.integers(1, 4), months=st.integers(1, 2))
    def withhold_what_was_paid_over(self, place: int, part: int, months: int) -> None:
        """From the payments of the next months."""
        one = self.payment_at(place, *AT_THE_RECIPIENT)
        with self.at_once():
            self.find_paid_over(one, one.net_tiyn // part)
        found: Sequence[Overpayment] = [over for over in self.seen["overpayments"] if over.key == one.key]
        if found:
            with self.at_once():
                self.both(self.overpayment_step(found[-1], "notify", 1))
                self.both(self.overpayment_step(found[-1], "withhold", 1))
            for _ in range(months):
                self.wait(timedelta(days=31))
                self.prepare(self.month)

    @precondition(lambda self: self.has_any("appointed"))
    @rule(place=PLACES, days=st.sampled_from((10, 40, 70)), is_prepared=st.booleans())
    def suspend_and_resume(self, place: int, days: int, is_prepared: bool) -> None:
        """What was not paid meanwhile is paid then."""
        name = self.case_at(place, CaseState.APPOINTED).name
        for action in (CaseAction.SUSPEND, CaseAction.RESUME):
            cause = self.cause("no-debits", 0)
            self.both(lambda world, action=action, cause=cause: paying.change(world, name, action, cause, None))  # type: ignore[misc]
            self.wait(timedelta(days=days))
            if is_prepared:
                self.prepare(self.month)
        self.prepare(self.month)

    def prepare(self, month: Month) -> None:
        self.let_all_answer()
        self.both(lambda world: paying.prepare(world, month, FOLDERS[0]))

    def let_all_answer(self) -> None:
        self.lose_the_bank(False)
        for world in self.worlds:
            world.register.does_answer = True

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
        month = _month(self.payment_at(place))
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
        self.come_back([self.payment_at(place) for place in places], purpose_code, reference, less, torn)

    def come_back(
        self, payments: Sequence[PaymentView], purpose_code: str, reference: str, less: int, torn: int = 0
    ) -> None:
        is_pension = purpose_code == "021"
        lines = [
            line_of(
                f"{one.payee_key:012}", max(1, (one.withheld_tiyn if is_pension else one.net_tiyn) - less), _month(one)
            )
            for one in payments
        ]
        back = order_of(lines, reference, self.clock.now(), purpose_code)
        messages = list(Mt102Reader().read(BytesIO(bytes_of(back, "utf-8")), "back.txt"))
        self.both(lambda world: paying.receive_back(world, messages), torn_unit=torn)
        if not torn:
            self.both(lambda world: paying.receive_back(world, messages))

    @precondition(lambda self: self.has_any("returned payments"))
    @rule(place=PLACES, to=st.sampled_from((None, OTHER_ACCOUNT)), is_lost=rarely(), torn=tears())
    def resend_payments(self, place: int, to: PayoutAccount | None, is_lost: bool, torn: int) -> None:
        self.lose_the_bank(is_lost)
        one = self.payment_at(place, PaymentState.RETURNED)
        self.both(
            lambda world: paying.resend(world, _name(one), _month(one), FOLDERS[1], to),
            torn_unit=0 if is_lost else torn,
        )

    @precondition(lambda self: self.has_any("held returned lines"))
    @rule(place=PLACES, of=PLACES, is_contribution=rarely(), torn=tears())
    def match_a_held_line(self, place: int, of: int, is_contribution: bool, torn: int) -> None:
        """With a payment that fits, if there is one."""
        held: Sequence[ReturnedLineView] = self.seen["held returned lines"]
        line = held[place % len(held)]
        fitting = [one for one in self.seen["payments"] if one.net_tiyn == line.amount_tiyn] or self.seen["payments"]
        named = NamedPayment.parse(fitting[of % len(fitting)].key.name, is_contribution=is_contribution)
        asked = HeldLine(reference=line.reference, line_number=line.line_number, value_date=line.value_date)
        self.both(lambda world: paying.match_by_hand(world, asked, named), torn_unit=torn)

    @precondition(lambda self: self.has_any("payments"))
    @rule(place=PLACES, part=st.sampled_from((1, 2, 3, -2)), torn=tears())
    def find_an_overpayment(self, place: int, part: int, torn: int) -> None:
        """Of a whole payment or a part; below 0 is so many times as much."""
        one = self.payment_at(place)
        self.find_paid_over(one, one.net_tiyn * -part if part < 0 else one.net_tiyn // part, torn)

    def find_paid_over(self, one: PaymentView, tiyn: int, torn: int = 0) -> None:
        self.both(
            lambda world: paying.overpayments(world).find(_name(one), _month(one), tiyn, "wrong degree", SAULE),
            torn_unit=torn,
        )

    @precondition(lambda self: self.has_any("overpayments"))
    @rule(
        place=PLACES,
        step=st.sampled_from(("notify", "repay", "repay", "withhold", "cancel")),
        part=st.integers(1, 2),
        torn=tears(),
    )
    def handle_an_overpayment(self, place: int, step: str, part: int, torn: int) -> None:
        found: Sequence[Overpayment] = self.seen["overpayments"]
        self.both(self.overpayment_step(found[place % len(found)], step, part), torn_unit=torn)

    def overpayment_step(self, one: Overpayment, step: str, part: int) -> Callable[[World], object]:
        today, tiyn = day_in_almaty(self.clock.now()), max(1, one.left_tiyn // part)
        acts: dict[str, Callable[[World], object]] = {
            "notify": lambda world: paying.overpayments(world).notify(one.name, SAULE),
            "withhold": lambda world: paying.overpayments(world).withhold(one.name, SAULE, document="21"),
            "cancel": lambda world: paying.cancel(world, one.name),
            "repay": lambda world: paying.overpayments(world).repay(
                one.name, SAULE, on=today, amount_tiyn=tiyn, document="7"
            ),
        }
        return acts[step]

    @precondition(lambda self: self.has_any("cases"))
    @rule(place=PLACES, account=st.sampled_from((IBAN, OTHER_IBAN)), torn=tears())
    def change_the_account(self, place: int, account: str, torn: int) -> None:
        name, cause = self.case_at(place).name, self.cause("", 0)
        to = PayoutAccount(account=account, bic=BIC)
        self.both(lambda world: paying.change_account(world, name, cause, to), torn_unit=torn)

    @precondition(lambda self: self.has_any("cases"))
    @rule(place=PLACES)
    def trace_a_payment(self, place: int) -> None:
        """A case, one of its payments, or a message that carries some."""
        payments: Sequence[PaymentView] = self.seen["payments"]
        names = [one.name for one in self.seen["cases"]] + [one.key.name for one in payments]
        names += [one.reference for one in payments if one.reference]
        name = names[place % len(names)]
        self.both(lambda world: looking.trail(world, name))

    @property
    def is_any_paid(self) -> bool:
        """Whether some payment is with its recipient."""
        return any(one.state in AT_THE_RECIPIENT for one in self.seen["payments"])

    def payment_at(self, place: int, *states: PaymentState) -> PaymentView:
        """Some payment, of these states if any are named; there is one."""
        payments: Sequence[PaymentView] = [one for one in self.seen["payments"] if not states or one.state in states]
        return payments[place % len(payments)]


def _name(one: PaymentView) -> str:
    """The case's."""
    return one.key.name.split("/")[0]


def _month(one: PaymentView) -> Month:
    return Month.from_number(one.key.month)
