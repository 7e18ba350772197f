"""What the register tells of the people of live cases, as JSON objects and a table; numbers of persons masked."""

from collections.abc import Iterable

from rich.table import Table

from esep.domain.model.identification_number import masked
from esep.domain.model.recipient_case import case_name
from esep.domain.model.watched_case import PersonSignal
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of


def signal_shape(signal: PersonSignal) -> Shape:
    """One signal, with the decision that it speaks for."""
    return {
        "signal": signal.kind.value,
        "case": case_name(signal.case_number),
        "case_state": signal.case_state.value,
        "recipient": masked(f"{signal.person_key:012}"),
        "about": masked(f"{signal.about_key:012}"),
        "since": signal.since.isoformat() if signal.since else None,
        "action": signal.action.value,
        "ground": signal.ground,
        "reference": signal.reference,
    }


def signals_table(signals: Iterable[PersonSignal]) -> Table:
    """Signals by case."""
    table = table_of("case", "state", "signal", "about", "since", "speaks for")
    for one in signals:
        shape = signal_shape(one)
        table.add_row(
            shape["case"], shape["case_state"], shape["signal"], shape["about"], shape["since"] or "",
            f"{shape['action']} --ground {shape['ground']}",
        )  # fmt: skip
    return table
