"""Release a held order by an operator's decision."""

from collections.abc import Sequence

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action
from esep.domain.model.order_summary import OrderSummary
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.examination import examine
from esep.domain.use_cases.find_order import find_held_order
from esep.domain.use_cases.redecide import Redecision, require_reason


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
        require_reason(reason)
        if not purpose_code and not accepted:
            raise InvalidInput("nothing to release with: give --purpose-code, or --accept with a finding's code")
        with self.open_unit() as unit:
            held = find_held_order(unit.orders, reference)
            self._require_known(held, purpose_code, accepted)
            taken = tuple(sorted({*held.accepted_findings, *accepted}))
            [examined] = self.redecision.lay_out_again(unit, [held], purpose_code=purpose_code)
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
