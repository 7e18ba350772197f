"""Writing JSON and CSV to stdout."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from esep.entrypoints.cli.presentation.shapes import Shape


def write_document(shape: Shape) -> None:
    """One JSON document, indented for people who look at it."""
    print(json.dumps(shape, ensure_ascii=not _is_unicode(), indent=2))


def write_list(name: str, shapes: Iterable[Shape], others: Mapping[str, Any] | None = None) -> None:
    """`{name: […]}`, written as it comes, with what follows it."""
    with_totals = JsonStream(name)
    for shape in shapes:
        with_totals.write(shape)
    with_totals.close(others or {})


class JsonStream:
    """One JSON document with a list whose items are written as they come; valid once it is closed."""

    def __init__(self, name: str) -> None:
        """Begin the document."""
        self._ensure_ascii = not _is_unicode()
        self._is_first = True
        sys.stdout.write(f"{{{json.dumps(name)}: [")

    def write(self, shape: Shape) -> None:
        """One item."""
        sys.stdout.write("\n " if self._is_first else ",\n ")
        sys.stdout.write(json.dumps(shape, ensure_ascii=self._ensure_ascii))
        self._is_first = False

    def close(self, others: Mapping[str, Any]) -> None:
        """End the list and add what follows it."""
        sys.stdout.write("]" if self._is_first else "\n]")
        for name, value in others.items():
            sys.stdout.write(f",\n {json.dumps(name)}: {json.dumps(value, ensure_ascii=self._ensure_ascii)}")
        sys.stdout.write("}\n")
        sys.stdout.flush()


def write_csv(columns: Sequence[str], shapes: Iterable[Shape]) -> None:
    """A header and a row per shape; `payer.id` is the key `id` of `payer`."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([column.replace(".", "_") for column in columns])
    writer.writerows([_value(shape, column) for column in columns] for shape in shapes)


def _value(shape: Shape, column: str) -> Any:
    value: Any = shape
    for key in column.split("."):
        value = value[key]
    return "" if value is None else value


def _is_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
