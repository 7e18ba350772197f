"""The chain of social payments, in memory."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

import attrs

from esep.adapters.in_memory import payment_queries
from esep.adapters.in_memory.tables import Tables
from esep.domain.model.benefit_payment import BenefitEntry, PaymentKey, PaymentView, Resend, SentPayment
from esep.domain.model.ledger import Account
from esep.domain.model.payment_trail import CarriedKey, CountedLine, DecisionGround, PaymentReturn, Sending
from esep.domain.model.recipient_case import CaseEvent
from esep.domain.model.returned_payment import MatchedLine
from esep.domain.model.trail import OutgoingKind, OutgoingMessage


@attrs.frozen
class InMemoryPaymentTrails:
    """`PaymentTrails` on the tables of the store."""

    _tables: Tables

    def find_message(self, reference: str) -> OutgoingMessage | None:
        """The outgoing message of a reference."""
        number = self._tables.benefit_references.rows.get(reference)
        if number is None:
            return None
        file_name, message = self._tables.benefit_messages.rows[number]
        is_payment = any(one.message_number == number for one in self._tables.benefit_dispatches.rows.values())
        confirmation = self._tables.benefit_confirmations.rows.get(number)
        return OutgoingMessage(
            kind=OutgoingKind.SOCIAL_PAYMENT if is_payment else OutgoingKind.PENSION_CONTRIBUTION,
            reference=reference,
            purpose_code=message.purpose_code,
            amount_tiyn=message.total_tiyn,
            file_name=file_name,
            sent_on=self._sent_on(file_name),
            message_number=number,
            line_count=message.line_count,
            confirmed_on=confirmation.confirmed_on if confirmation else None,
        )

    def carried_by(self, message: OutgoingMessage, limit: int) -> list[CarriedKey]:
        """The first payments that a message carries, by line."""
        number, is_payment = message.message_number, message.kind is OutgoingKind.SOCIAL_PAYMENT
        sent = [
            one
            for one in self._tables.benefit_dispatches.rows.values()
            if number == (one.message_number if is_payment else one.pension_message)
        ]
        sent.sort(key=lambda one: (one.message_number is None, one.message_number, one.line_number, one.key[1:]))
        return [
            CarriedKey(key=one.key, attempt=one.attempt, line_number=one.line_number if is_payment else None)
            for one in sent[:limit]
        ]

    def payments(self, keys: Collection[PaymentKey]) -> list[PaymentView]:
        """These payments, with all that became of them."""
        return payment_queries.of_keys(self._tables, keys)

    def decisions(self, keys: Collection[PaymentKey]) -> list[DecisionGround]:
        """The decisions that these payments rest on."""
        places = sorted({(key.case_number, key.event_number) for key in keys})
        return [_ground(self._tables.case_events.rows[place]) for place in places]

    def sendings(self, keys: Collection[PaymentKey]) -> list[Sending]:
        """Every sending of these payments."""
        own = [one for (key, _), one in self._tables.benefit_dispatches.rows.items() if key in keys]
        return [self._sending(one) for one in sorted(own, key=lambda one: (one.key[1:], one.attempt))]

    def returns(self, keys: Collection[PaymentKey]) -> list[PaymentReturn]:
        """The lines that brought these payments back."""
        own = [one for (key, _, _), one in self._tables.benefit_returns.rows.items() if key in keys]
        own.sort(key=lambda one: (one.key[1:], one.attempt, one.is_pension))
        return [self._returned(one) for one in own]

    def resends(self, keys: Collection[PaymentKey]) -> list[Resend]:
        """What was recorded to be sent again."""
        own = [one for (key, _), one in self._tables.benefit_resends.rows.items() if key in keys]
        return sorted(own, key=lambda one: (one.key[1:], one.attempt))

    def entries(self, keys: Collection[PaymentKey]) -> list[BenefitEntry]:
        """The entries of these payments."""
        return _in_order(one for (key, _), one in self._tables.benefit_entries.rows.items() if key in keys)

    def withheld_for(self, overpayment_numbers: Collection[int]) -> list[BenefitEntry]:
        """The entries that these overpayments were withheld by."""
        return _in_order(
            one
            for one in self._tables.benefit_entries.rows.values()
            if one.overpayment_number in overpayment_numbers and one.credit == Account.OVERPAYMENTS_RECOVERED.value
        )

    def counted(self, person_keys: Collection[int], decisions: Sequence[str]) -> list[CountedLine]:
        """The lines on these accounts that counted in decisions."""
        own = [
            one
            for one in self._tables.counted_amounts.rows.values()
            if one.person_key in person_keys and one.decision in decisions
        ]
        own.sort(key=lambda one: (one.decision, one.order_number, one.line_number))
        found = [(one, self._tables.orders.rows[one.order_number].key) for one in own]
        return [
            CountedLine(
                decision=one.decision,
                order_number=one.order_number,
                reference=key.reference,
                sender_bic=key.sender_bic,
                value_date=key.value_date,
                line_number=one.line_number,
                amount_tiyn=one.amount_tiyn,
            )
            for one, key in found
        ]

    def _sending(self, one: SentPayment) -> Sending:
        messages = self._tables.benefit_messages.rows
        file_name, message = messages[one.message_number] if one.message_number else (None, None)
        pension_file, pension = messages[one.pension_message] if one.pension_message else (None, None)
        confirmation = self._tables.benefit_confirmations.rows.get(one.message_number or 0)
        file = file_name or pension_file
        return Sending(
            key=one.key,
            attempt=one.attempt,
            reference=message.reference if message else None,
            line_number=one.line_number if message else None,
            amount_tiyn=one.amount_tiyn,
            contribution_reference=pension.reference if pension else None,
            file_name=file,
            sent_on=self._sent_on(file) if file else None,
            confirmed_on=confirmation.confirmed_on if confirmation else None,
        )

    def _returned(self, one: MatchedLine) -> PaymentReturn:
        returned = self._tables.returned_orders.rows[one.sha256]
        return PaymentReturn(
            key=one.key,
            attempt=one.attempt,
            is_contribution=one.is_pension,
            amount_tiyn=one.amount_tiyn,
            reference=returned.order.reference,
            sender_bic=returned.order.sender_bic,
            value_date=returned.order.value_date,
            line_number=one.line_number,
            file_name=returned.message.file_name,
            recorded_at=one.recorded_at,
        )

    def _sent_on(self, file_name: str) -> date | None:
        """The day of a file that stands in its folder."""
        return self._tables.files.rows[file_name].dispatched_on if file_name in self._tables.written else None


def _ground(event: CaseEvent) -> DecisionGround:
    return DecisionGround(
        case_number=event.case_number,
        event_number=event.event_number,
        action=event.action,
        happened_on=event.happened_on,
        document_number=event.document_number,
        document_date=event.document_date,
        recorded_at=event.recorded_at,
        actor_identity=event.actor.identity,
    )


def _in_order(entries: Iterable[BenefitEntry]) -> list[BenefitEntry]:
    return sorted(entries, key=lambda one: (one.key[1:], one.entry_number))
