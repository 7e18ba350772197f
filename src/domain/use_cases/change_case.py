"""Suspend, resume or terminate a payment (Social Code 86, 119, 182, 241)."""

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.iban import is_bic, is_iban
from esep.domain.model.ledger import person_key
from esep.domain.model.recipient_case import CaseAction, CaseState, PaidPart, PaymentDecision, RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.social_payments.case_parameters import OTHER_PAYEE, Ground
from esep.domain.rules.social_payments.effects import effective_on
from esep.domain.rules.social_payments.recipient_part import recipient_part
from esep.domain.rules.social_payments.resumption import REFERENCE, papers_come_before
from esep.domain.rules.social_payments.withdrawal import SIX_MONTHS
from esep.domain.use_cases.case_steps import (
    CaseNotReady,
    CaseSteps,
    Cause,
    Document,
    GroundUnknown,
    find_case,
    require_document,
    with_event,
)
from esep.domain.use_cases.due_days import DueDays

CHANGES = (CaseAction.SUSPEND, CaseAction.RESUME, CaseAction.TERMINATE)


@attrs.frozen(kw_only=True)
class Payee:
    """Who is paid from a resumption on, where that is another person."""

    person_key: int
    account: str
    bic: str

    @classmethod
    def named(cls, iin: str, *, account: str, bic: str) -> "Payee":
        """The payee of an IIN and an account. Raises `InvalidInput` where one of them is none."""
        if not has_valid_check_digit(iin):
            raise InvalidInput("the payee's number is no IIN: expected twelve digits with a right check digit")
        if not is_iban(account) or not is_bic(bic):
            raise InvalidInput("that is no account of Kazakhstan with its bank's code: check the digits")
        return cls(person_key=person_key(int(iin)), account=account, bic=bic)


@attrs.frozen(kw_only=True)
class ChangeCase:
    """Record the decision; its ground says from which day it acts on the payments."""

    open_unit: OpenUnitOfWork
    due_days: DueDays
    clock: Clock

    def __call__(
        self, name: str, action: CaseAction, actor: Actor, cause: Cause, *, payee: Payee | None = None
    ) -> RecipientCase:
        """The case as it stands now. One of `CHANGES`; a resumption ends the ground of the suspension.

        Raises `NotFound`, `CaseNotReady`, `GroundUnknown`, `InvalidInput` without a document or a payee that is needed.
        """
        if action not in CHANGES:
            raise InvalidInput(f"{action.value} is not done so")
        steps = CaseSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        document = require_document(cause, steps.today)
        with self.open_unit() as unit:
            unit.move_money_alone()
            case = find_case(unit.cases, name)
            steps.require(case, action)
            ground = steps.ground(case, action, cause.ground).value
            if action is CaseAction.RESUME:
                _require_end_of(case, ground)
                cause = self._in_time(case, cause, document)
            day = effective_on(ground.effect, case, cause.happened_on or steps.today)
            decision = _to_another(case, ground, payee)
            event = steps.event(case, action, cause, effective_on=day, decision=decision)
            if decision is not None and day is not None:
                event = attrs.evolve(event, decision=attrs.evolve(decision, from_on=max(day, decision.from_on)))
            unit.cases.record_events([event])
        return with_event(case, event)

    def _in_time(self, case: RecipientCase, cause: Cause, document: Document) -> Cause:
        """The cause, with the day on which the papers came among its remark where it was told."""
        came_on = cause.received_on or document.dated
        if not case.application.right_on <= came_on <= document.dated:
            raise InvalidInput(
                f"the papers came on {came_on}: expected a day from {case.application.right_on}, the day of right, to "
                f"{document.dated}, that of the decision's document"
            )
        before = papers_come_before(case.application, self.due_days.parameters.cases)
        if before is not None and came_on >= before:
            raise CaseNotReady(
                f"{case.name} is resumed on papers that came before {before}, when the child is too old ({REFERENCE}); "
                f"these came on {came_on}: if they came earlier, give that day with --received"
            )
        if cause.received_on is None:
            return cause
        return attrs.evolve(cause, reason=f"papers came on {came_on}. {cause.reason}".strip())


def _require_end_of(case: RecipientCase, ground: Ground) -> None:
    """A resumption answers the suspension; what was withdrawn for another reason than time has ended."""
    last, suspended = case.events[-1], case.last(CaseAction.SUSPEND)
    if case.state is CaseState.WITHDRAWN and last.ground != SIX_MONTHS:
        raise CaseNotReady(f"{case.name} was withdrawn since its term ended: a new application is needed")
    if suspended is None or ground.ends != suspended.ground:
        told = suspended.ground if suspended else "nothing"
        raise GroundUnknown(f"{case.name} was suspended for {told}; {ground.code} does not end that")


def _to_another(case: RecipientCase, ground: Ground, payee: Payee | None) -> PaymentDecision | None:
    is_needed = ground.effect in OTHER_PAYEE
    if is_needed is (payee is None):
        told = "another person is paid from then on: name the payee" if is_needed else "the payee stays the same"
        raise InvalidInput(f"{ground.code}: {told}")
    decision = case.decision
    if payee is None or decision is None:
        return None
    whole = PaidPart(
        part=1,
        payee_key=payee.person_key,
        amount_tiyn=decision.amount_tiyn,
        account=payee.account,
        bic=payee.bic,
    )
    own = recipient_part(decision, case.application.person_key)
    return attrs.evolve(decision, parts=(whole,) if own is None else _replaced(decision.parts, whole, own))


def _replaced(parts: tuple[PaidPart, ...], whole: PaidPart, own: PaidPart) -> tuple[PaidPart, ...]:
    """The recipient's part goes to the payee; shares that are paid apart stay."""
    return tuple(
        attrs.evolve(part, payee_key=whole.payee_key, account=whole.account, bic=whole.bic) if part is own else part
        for part in parts
    )
