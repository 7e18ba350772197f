"""Examine a recorded order once more, for whatever decision comes of it."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

import attrs

from esep.domain.errors import Conflict, InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, Decision
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.ports.clock import Clock
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.state_register import StateRegister
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.deciding import Circumstances, decide
from esep.domain.rules.examination import Examination
from esep.domain.rules.examined_order import ExaminedOrder
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.lay_out_orders import OrderToExamine, lay_out_all

REASON_CHARACTERS_MAX = 500


@attrs.frozen(kw_only=True)
class Redecision:
    """What is needed to examine a recorded order once more."""

    register: StateRegister
    clock: Clock
    rulebook: Rulebook
    reader: MessageReader

    def lay_out_again(
        self, unit: UnitOfWork, held: Sequence[OrderSummary], *, purpose_code: str | None = None
    ) -> list[ExaminedOrder]:
        """The orders read again from their bytes, beside what the registers answer now; one question for all."""
        contents = unit.orders.message_contents([order.order_number for order in held])
        to_examine = [
            OrderToExamine(
                order=self._read_again(order, contents[order.order_number]),
                purpose_code=purpose_code or order.applied_purpose_code,
                conflicts_with=str(order.key) if order.conflicts_with is not None else None,
            )
            for order in held
        ]
        return lay_out_all(
            to_examine,
            register=self.register,
            payers=unit.payer_register,
            parameters=self.rulebook.parameters,
        )

    def _read_again(self, held: OrderSummary, content: bytes) -> PaymentOrder:
        reading = self.reader.read_kept(content, held.encoding)
        if not isinstance(reading, PaymentOrder):
            raise Conflict(f"the bytes kept of {held.key} cannot be read any more: run `esep verify`")
        return reading

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


def require_reason(reason: str) -> None:
    """An operator's decision has a reason. Raises `InvalidInput` for none, one too long or with control characters."""
    if not reason.strip():
        raise InvalidInput("a reason is needed: it is kept with the decision, with your name and the time")
    if len(reason) > REASON_CHARACTERS_MAX:
        raise InvalidInput(f"the reason has {len(reason)} characters; at most {REASON_CHARACTERS_MAX} are kept")
    if any(unicodedata.category(character) == "Cc" for character in reason):
        raise InvalidInput("the reason has a character that cannot be shown: write it in one line of plain text")
