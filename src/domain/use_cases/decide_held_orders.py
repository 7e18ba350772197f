"""Decide on held orders again: retry, release, send back (design 4, step 6)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

import attrs

from esep.domain.errors import AlreadyRecorded, Conflict, InvalidInput, RegisterUnavailable
from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, Decision
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import Outcome
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterAnswers
from esep.domain.ports.clock import Clock
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.order_book import OrderBook
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.deciding import Circumstances, decide
from esep.domain.rules.examination import Examination, examine, send_back
from esep.domain.rules.examined_order import ExaminedOrder, NumberedOrder, lay_out
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.find_order import find_held_order

REASON_CHARACTERS_MAX = 500
ATTEMPTS_MAX = 10  # each lost race means that another process decided something, so few are ever needed
BATCH_LINES = 20_000  # as in receiving (design 7)
BATCH_ORDERS = 1_000


@attrs.frozen(kw_only=True)
class Redecision:
    """What is needed to examine a recorded order once more."""

    register: StateRegister
    clock: Clock
    rulebook: Rulebook
    reader: MessageReader

    def lay_out_again(
        self, orders: OrderBook, held: Sequence[OrderSummary], *, purpose_code: str | None = None
    ) -> list[ExaminedOrder]:
        """The orders read again from their bytes, beside what the register answers now; one question for all."""
        contents = orders.message_contents([order.order_number for order in held])
        numbered = [NumberedOrder.of(self._read_again(order, contents[order.order_number])) for order in held]
        answers = self._ask_register({number for one in numbered for number in one.numbers if number is not None})
        parameters = self.rulebook.parameters
        return [
            lay_out(
                one,
                purpose=parameters.accepted_purpose_code(
                    purpose_code or order.applied_purpose_code, order.key.value_date
                ),
                conflicts_with=str(order.key) if order.conflicts_with is not None else None,
                answers=answers,
                parameters=parameters,
            )
            for order, one in zip(held, numbered, strict=True)
        ]

    def _read_again(self, held: OrderSummary, content: bytes) -> PaymentOrder:
        reading = self.reader.read_kept(content, held.encoding)
        if not isinstance(reading, PaymentOrder):
            raise Conflict(f"the bytes kept of {held.key} cannot be read any more: run `esep verify`")
        return reading

    def _ask_register(self, numbers: Collection[int]) -> RegisterAnswers | None:
        try:
            return self.register.find_many(numbers) if numbers else None
        except RegisterUnavailable:
            return None

    def decide(
        self,
        held: OrderSummary,
        examined: ExaminedOrder,
        examination: Examination,
        *,
        action: Action,
        actor: Actor,
        now: datetime,
        reason: str = "",
        accepted: Sequence[str] = (),
    ) -> Decision:
        """The next decision on the order."""
        circumstances = Circumstances(
            order_number=held.order_number,
            action=action,
            actor=actor,
            decided_at=now,
            reason=reason,
            accepted_findings=tuple(accepted),
            decisions_before=held.decision_number,
            entries_before=held.entry_count,
        )
        return decide(examined, examination, circumstances)


@attrs.frozen(kw_only=True)
class RetryHeldOrders:
    """Examine every held order again, many in one unit of work.

    A decision is recorded where something changed: the outcome, or what holds the order. Repeating it changes
    nothing.
    """

    open_unit: OpenUnitOfWork
    redecision: Redecision

    def __call__(self, actor: Actor) -> list[OrderSummary]:
        """All orders that were held, as they stand afterwards, batch by batch.

        Raises `Unavailable` where the store does not answer; what was decided by then stands.
        """
        with self.open_unit() as unit:
            held = list(unit.orders.list_orders(Outcome.HELD))
        return [order for batch in _batches(held) for order in self._retry(batch, actor)]

    def _retry(self, numbers: Sequence[int], actor: Actor) -> list[OrderSummary]:
        for _ in range(ATTEMPTS_MAX):
            try:
                with self.open_unit() as unit:
                    self._decide_again(unit.orders, numbers, actor)
                break
            except AlreadyRecorded:
                continue  # somebody else decided on one of them meanwhile: look again
        with self.open_unit() as unit:
            known = unit.orders.find_many(numbers)
        return [known[number] for number in numbers]

    def _decide_again(self, orders: OrderBook, numbers: Sequence[int], actor: Actor) -> None:
        redecision, now = self.redecision, self.redecision.clock.now()
        held = [order for order in orders.find_many(numbers).values() if order.outcome is Outcome.HELD]
        decisions = []
        for order, examined in zip(held, redecision.lay_out_again(orders, held), strict=True):
            examination = examine(redecision.rulebook, examined, accepted=order.accepted_findings)
            if examination.outcome is Outcome.HELD and examination.findings == order.findings:
                continue
            accepted = order.accepted_findings
            decisions.append(
                redecision.decide(
                    order, examined, examination, action=Action.RETRY, actor=actor, now=now, accepted=accepted
                )
            )
        orders.record_decisions(decisions)


def _batches(held: Sequence[OrderSummary]) -> Iterator[list[int]]:
    """Numbers of orders with at most so many lines together, so that memory does not grow with what is held."""
    batch: list[int] = []
    line_count = 0
    for order in held:
        batch.append(order.order_number)
        line_count += order.line_count
        if line_count >= BATCH_LINES or len(batch) >= BATCH_ORDERS:
            yield batch
            batch, line_count = [], 0
    if batch:
        yield batch


@attrs.frozen(kw_only=True)
class ReleaseHeldOrder:
    """Replace the purpose code or accept named hold findings, and judge everything else again."""

    open_unit: OpenUnitOfWork
    redecision: Redecision

    def __call__(
        self, reference: str, *, purpose_code: str | None, accepted: Sequence[str], reason: str, actor: Actor
    ) -> OrderSummary:
        """The order as it stands afterwards; it may be held still, for something else.

        Raises `InvalidInput` for a code that is not accepted or a finding that cannot be, `NotFound`, `Conflict`.
        """
        _require_reason(reason)
        if not purpose_code and not accepted:
            raise InvalidInput("nothing to release with: give --purpose-code, or --accept with a finding's code")
        with self.open_unit() as unit:
            held = find_held_order(unit.orders, reference)
            self._require_known(held, purpose_code, accepted)
            taken = tuple(sorted({*held.accepted_findings, *accepted}))
            [examined] = self.redecision.lay_out_again(unit.orders, [held], purpose_code=purpose_code)
            examination = examine(self.redecision.rulebook, examined, accepted=taken)
            decision = self.redecision.decide(
                held,
                examined,
                examination,
                action=Action.RELEASE,
                actor=actor,
                now=self.redecision.clock.now(),
                reason=reason,
                accepted=taken,
            )
            unit.orders.record_decisions([decision])
            return unit.orders.find_many([held.order_number])[held.order_number]

    def _require_known(self, held: OrderSummary, purpose_code: str | None, accepted: Sequence[str]) -> None:
        rulebook = self.redecision.rulebook
        if purpose_code and rulebook.parameters.accepted_purpose_code(purpose_code, held.key.value_date) is None:
            raise InvalidInput(f"purpose code {purpose_code} is not accepted on the account on {held.key.value_date}")
        acceptable = sorted(code for code, kind in rulebook.kinds.items() if kind.may_be_accepted)
        for code in accepted:
            if code not in acceptable:
                raise InvalidInput(f"{code!r} cannot be accepted; an operator may accept: {', '.join(acceptable)}")
            if code not in {finding.code for finding in held.findings}:
                raise InvalidInput(f"{held.key} is not held for {code!r}: see `esep orders show {held.key}`")


@attrs.frozen(kw_only=True)
class SendBackHeldOrder:
    """Return a held order whole, by an operator's decision."""

    open_unit: OpenUnitOfWork
    redecision: Redecision

    def __call__(self, reference: str, *, reason: str, actor: Actor) -> OrderSummary:
        """The order as it stands afterwards. Raises `NotFound`, `Conflict`, `InvalidInput` for want of a reason."""
        _require_reason(reason)
        redecision = self.redecision
        with self.open_unit() as unit:
            held = find_held_order(unit.orders, reference)
            [examined] = redecision.lay_out_again(unit.orders, [held])
            decision = redecision.decide(
                held,
                examined,
                send_back(redecision.rulebook, examined),
                action=Action.SEND_BACK,
                actor=actor,
                now=redecision.clock.now(),
                reason=reason,
                accepted=held.accepted_findings,
            )
            unit.orders.record_decisions([decision])
            return unit.orders.find_many([held.order_number])[held.order_number]


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("a reason is needed: it is kept with the decision, with your name and the time")
    if len(reason) > REASON_CHARACTERS_MAX:
        raise InvalidInput(f"the reason has {len(reason)} characters; at most {REASON_CHARACTERS_MAX} are kept")
