"""Calculations of social payments as a JSON object and for people."""

from fractions import Fraction

from rich.console import Group, RenderableType
from rich.text import Text

from esep.domain.model.calculation import Calculation
from esep.domain.model.loaded_list import ListVersion
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.tables import table_of
from esep.entrypoints.cli.presentation.wording import counted, tenge


def calculation_shape(found: Calculation) -> Shape:
    """`benefits calculate`."""
    return {
        "kind": found.kind.word,
        "law": found.law,
        "length_months": found.length_months,
        "average_income_tiyn": found.average_income_tiyn,
        "coefficients": {name: as_written(value) for name, value in found.coefficients.items()},
        "amount_tiyn": found.amount_tiyn,
        "payments": found.payments,
        "withheld_pension_tiyn": found.withheld_pension_tiyn,
        "steps": [{"what": step.what, "value": step.value, "reference": step.reference} for step in found.steps],
    }


def as_written(coefficient: Fraction) -> float:
    """A coefficient as the act writes it, `0.45`: of two decimals, which a float shows exactly as they are."""
    return float(coefficient)


def calculation_table(found: Calculation) -> RenderableType:
    """The same for people: what came out, then the numbered steps."""
    payments = "" if found.payments is None else f", {counted(found.payments, 'payment', 'payments')}"
    withheld = f"; {tenge(found.withheld_pension_tiyn)} of it go to the pension fund"
    table = table_of("step", "what", "value", "where it stands", amounts=["step", "value"])
    for number, step in enumerate(found.steps[1:], 1):
        table.add_row(str(number), step.what, step.value, step.reference)
    return Group(
        Text(f"{found.kind.word}   {tenge(found.amount_tiyn)} tenge{payments}", style="bold"),
        Text(found.law),
        Text(
            f"length {counted(found.length_months, 'month', 'months')}, average income "
            f"{tenge(found.average_income_tiyn)} tenge{withheld}"
        ),
        Text(""),
        table,
    )


def list_version_shape(version: ListVersion) -> Shape:
    """One version of a list that was loaded."""
    return {
        "version": version.version,
        "file": version.file_name,
        "sha256": version.sha256.hex(),
        "rows": version.row_count,
        "loaded_at": version.loaded_at.isoformat(),
        "loaded_by": version.loaded_by,
    }
