"""What an examination comes to: the outcome of an order and of each of its lines."""

from collections.abc import Collection, Sequence

import attrs

from esep.domain.model.finding import Finding, Severity
from esep.domain.model.outcome import LineOutcome, Outcome, Part
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.rules.examined_order import ExaminedOrder
from esep.domain.rules.rulebook import Rulebook


@attrs.frozen(kw_only=True)
class Examination:
    """Everything found on an order, and what follows from it."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    line_outcomes: Sequence[LineOutcome]  # one per line
    credited: Part
    returned: Part
    held: Part


def examine(rulebook: Rulebook, examined: ExaminedOrder, *, accepted: Collection[str] = ()) -> Examination:
    """Judge an order by every rule; hold findings that an operator accepted do not hold it again.

    Precedence: held, then returned whole, then line by line. Pure: the same input gives the same result.
    """
    findings = tuple(rulebook.find_faults(examined))
    order, count = examined.order, len(examined.order.participants)
    if any(finding.severity is Severity.HOLD and finding.code not in accepted for finding in findings):
        return _whole(order, Outcome.HELD, LineOutcome.HELD, findings)
    if any(finding.severity is Severity.RETURN and finding.line is None for finding in findings):
        return _whole(order, Outcome.RETURNED, LineOutcome.RETURNED, findings)
    bad = {finding.line - 1 for finding in findings if finding.severity is Severity.RETURN and finding.line}
    if len(bad) == count:
        return _whole(order, Outcome.RETURNED, LineOutcome.RETURNED, findings)
    if not bad:
        return _whole(order, Outcome.ACCEPTED, LineOutcome.CREDITED, findings)
    outcomes = [LineOutcome.CREDITED] * count
    for index in bad:
        outcomes[index] = LineOutcome.RETURNED
    returned = Part(len(bad), sum(order.participants.amounts_tiyn[index] for index in bad))
    return Examination(
        outcome=Outcome.CUT,
        findings=findings,
        line_outcomes=outcomes,
        credited=Part(count - returned.lines, order.total.tiyn - returned.tiyn),
        returned=returned,
        held=Part(),
    )


def send_back(rulebook: Rulebook, examined: ExaminedOrder) -> Examination:
    """The whole order back to the payer by an operator's decision; what was found stays the reason told."""
    findings = tuple(rulebook.find_faults(examined))
    return _whole(examined.order, Outcome.RETURNED, LineOutcome.RETURNED, findings)


def _whole(
    order: PaymentOrder, outcome: Outcome, line_outcome: LineOutcome, findings: tuple[Finding, ...]
) -> Examination:
    """One outcome for all lines; the money is the amount received, whatever the lines add up to."""
    count = len(order.participants)
    whole, nothing = Part(count, order.total.tiyn), Part()
    return Examination(
        outcome=outcome,
        findings=findings,
        line_outcomes=[line_outcome] * count,
        credited=whole if line_outcome is LineOutcome.CREDITED else nothing,
        returned=whole if line_outcome is LineOutcome.RETURNED else nothing,
        held=whole if line_outcome is LineOutcome.HELD else nothing,
    )
