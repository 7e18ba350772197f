"""Recalculate every live payment that an increase of the Government or a new minimum concerns."""

from collections.abc import Iterator, Sequence

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import CaseAction, CaseEvent, CaseState, RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.use_cases.case_steps import CaseNotReady, CaseSteps, Cause, require_document
from esep.domain.use_cases.recalculate_payment import RecalculatePayment
from esep.domain.use_cases.recalculation_grounds import ChangedFacts

FOR_ALL = ("increase", "minimum-changed")
"""Grounds that say nothing of a person: the same act changes every payment of its kinds."""
RECIPIENTS_AT_A_TIME = 500
NOTHING_CHANGED = ChangedFacts()


@attrs.frozen(kw_only=True)
class RecalculatedAll:
    """What became of the live cases of the kinds."""

    recalculated: int  # cases with a new decision
    unchanged: int  # that had it already, or that it does not concern


@attrs.frozen(kw_only=True)
class RecalculateAll:
    """Some recipients at a time, each time whole: killed at any point, it is simply run again."""

    recalculate: RecalculatePayment

    def __call__(self, ground: str, actor: Actor, cause: Cause) -> RecalculatedAll:
        """Give every case what the ground gives it and it has not got; run again it finds nothing more.

        Raises `InvalidInput` for a ground that is of one case, or without a document.
        """
        if ground not in FOR_ALL:
            raise InvalidInput(f"{ground[:40]!r} concerns one case; for all there are: {', '.join(FOR_ALL)}")
        steps = CaseSteps(due_days=self.recalculate.due_days, actor=actor, now=self.recalculate.clock.now())
        require_document(cause, steps.today)
        recalculated = unchanged = 0
        kinds = self._kinds(ground, steps)
        for keys in self._recipients(kinds):
            with self.recalculate.open_unit() as unit:
                unit.move_money_alone()
                cases = [case for case in unit.cases.of_recipients(keys) if case.kind in kinds and case.is_live]
                made = [self._events(unit, case, steps, attrs.evolve(cause, ground=ground)) for case in cases]
                unit.cases.record_events([event for events in made for event in events])
            recalculated += sum(map(bool, made))
            unchanged += len(made) - sum(map(bool, made))
        return RecalculatedAll(recalculated=recalculated, unchanged=unchanged)

    def _kinds(self, ground: str, steps: CaseSteps) -> list[SocialPaymentKind]:
        tables = self.recalculate.due_days.parameters.cases
        return [kind for kind in SocialPaymentKind if tables.ground(kind, CaseAction.RECALCULATE, ground, steps.today)]

    def _recipients(self, kinds: Sequence[SocialPaymentKind]) -> Iterator[Sequence[int]]:
        """Recipients with a live case of these kinds, each once."""
        with self.recalculate.open_unit() as unit:
            live = unit.cases.list_cases(states=[CaseState.APPOINTED, CaseState.SUSPENDED], kinds=kinds)
            keys = sorted({case.application.person_key for case in live})
        for start in range(0, len(keys), RECIPIENTS_AT_A_TIME):
            yield keys[start : start + RECIPIENTS_AT_A_TIME]

    def _events(self, unit: UnitOfWork, case: RecipientCase, steps: CaseSteps, cause: Cause) -> list[CaseEvent]:
        """One increase after the other, until none is due."""
        made: list[CaseEvent] = []
        while True:
            try:
                events = self.recalculate.events(unit, case, steps, cause, NOTHING_CHANGED)
            except CaseNotReady:
                return made
            made += events
            case = attrs.evolve(case, events=(*case.events, *events))
