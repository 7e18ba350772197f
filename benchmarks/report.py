"""The table at the end of a benchmark run."""

import sys

import attrs
from rich.console import Console
from rich.table import Table


@attrs.frozen(kw_only=True)
class Row:
    """One measure and the promise it is held against."""

    what: str
    measured: str
    beside: str  # what it is set beside, on the same machine in the same run
    promised: str
    is_kept: bool


@attrs.define
class Report:
    """Collects measures."""

    rows: list[Row] = attrs.field(factory=list)

    @property
    def is_kept(self) -> bool:
        """Whether every promise is kept."""
        return all(row.is_kept for row in self.rows)

    def tell(self, text: str) -> None:
        """Say what is being done."""
        print(f"... {text}", file=sys.stderr, flush=True)

    def add(self, what: str, measured: str, *, beside: str = "", promised: str = "", is_kept: bool = True) -> None:
        """Take one measure."""
        self.rows.append(Row(what=what, measured=measured, beside=beside, promised=promised, is_kept=is_kept))
        self.tell(f"{what}: {measured} {beside}")

    def show(self) -> None:
        """Print all of them."""
        table = Table(title="esep benchmark", show_lines=False)
        for heading in ("what", "measured", "beside", "promised", ""):
            table.add_column(heading)
        for row in self.rows:
            table.add_row(row.what, row.measured, row.beside, row.promised, "kept" if row.is_kept else "NOT KEPT")
        Console(width=140).print(table)
