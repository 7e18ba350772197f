"""Reads snapshots of the register of payers from CSV files."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import attrs

from esep.adapters.payer_register.payer_row import COLUMNS, NUMBER_NAMES, PayerRows
from esep.domain.model.payer_register import RegisteredPayer
from esep.domain.ports.payer_register import PayersFileInvalid

CHUNK_BYTES = 1 << 20
FIELD_CHARACTERS_MAX = 10_000  # no honest field comes near; a quote never closed would swallow the file
FAULTS_TOLD_MAX = 10_000  # rows named in one message; of more only the number is told
EXPECTED = "a CSV file in UTF-8 whose first line is BIN,name,registered,removed (in any order, others are left aside)"


@attrs.frozen
class CsvPayersReader:
    """A `PayersReader` for CSV: commas, UTF-8 with or without mark. The source must be seekable: it is read twice."""

    def read(self, source: BinaryIO, file_name: str) -> "CsvPayersReading":
        """See `PayersReader`."""
        if not source.seekable():
            raise PayersFileInvalid(f"{file_name} is no file on a disk; expected one: save it first, then load it")
        source.seek(0)
        digest = hashlib.sha256()
        while chunk := source.read(CHUNK_BYTES):
            digest.update(chunk)
        source.seek(0)
        csv.field_size_limit(FIELD_CHARACTERS_MAX)
        # newline="" leaves line ends to the csv module, as it asks for.
        text = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
        return CsvPayersReading(
            file_name=file_name,
            sha256=digest.digest(),
            text=text,
            places=_places(source, text, file_name),
            source=source,
        )


@attrs.frozen(kw_only=True)
class CsvPayersReading:
    """One file being read."""

    file_name: str
    sha256: bytes
    _source: BinaryIO
    _text: io.TextIOWrapper
    _places: Mapping[str, int]

    def payers(self) -> Iterator[RegisteredPayer]:
        """See `PayersReading`. Once only: the file is a stream."""
        rows, faults = PayerRows(self._places), _Faults()
        reader = csv.reader(self._text, strict=True)
        try:
            for fields in reader:
                payer, wrong = rows.read(fields) if fields else (None, [])
                if payer is not None:
                    yield payer
                elif wrong:
                    # One line was the header, read by another reader.
                    faults.add(f"line {reader.line_num + 1}: {'; '.join(wrong)}")
        except csv.Error as error:
            faults.add(f"after line {reader.line_num + 1}: {error}; expected fields divided by commas")
        except UnicodeDecodeError:
            faults.add(_not_utf_8(self._source))
        finally:
            self._text.detach()  # the source is closed by whoever opened it
        if faults.count:
            raise PayersFileInvalid(faults.text(self.file_name))


@attrs.define
class _Faults:
    """Bad rows, the first of them by name."""

    count: int = 0
    told: list[str] = attrs.field(factory=list)

    def add(self, fault: str) -> None:
        self.count += 1
        if self.count <= FAULTS_TOLD_MAX:
            self.told.append(fault)

    def text(self, file_name: str) -> str:
        rest = [f"… and {self.count - len(self.told)} rows more"] if self.count > len(self.told) else []
        rows = "1 row" if self.count == 1 else f"{self.count} rows"
        listed = "\n".join(f"  {fault}" for fault in (*self.told, *rest))
        return f"{file_name}: {rows} cannot be used, so nothing was loaded; correct them and load it again:\n{listed}"


def _places(source: BinaryIO, text: io.TextIOWrapper, file_name: str) -> dict[str, int]:
    """Where each column stands in a row, and under "" how many there are."""
    try:
        # Bounded: the first line of something that is no text may be the whole of it.
        header = next(csv.reader([text.readline(FIELD_CHARACTERS_MAX)], strict=True), [])
    except csv.Error as error:
        raise PayersFileInvalid(f"{file_name}: its first line: {error}; expected {EXPECTED}") from error
    except UnicodeDecodeError as error:
        raise PayersFileInvalid(f"{file_name}: {_not_utf_8(source)}. Nothing was loaded") from error
    names = [_column(name) for name in header]
    missing = [name for name in COLUMNS if name not in names]
    repeated = [name for name in COLUMNS if names.count(name) > 1]
    if missing or repeated:
        found = f"has no column {', '.join(missing)}" if missing else f"has more than one column {', '.join(repeated)}"
        raise PayersFileInvalid(f"{file_name} {found}; expected {EXPECTED}. Nothing was loaded")
    return {name: names.index(name) for name in COLUMNS} | {"": len(names)}


def _not_utf_8(source: BinaryIO) -> str:
    """Where the first such byte stands: text is decoded ahead of the lines, so they are looked through again."""
    source.seek(0)
    number = next((number for number, line in enumerate(source, 1) if not _is_utf_8(line)), 1)
    return f"line {number}: a byte that is not UTF-8; save the file as UTF-8"


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _column(name: str) -> str:
    """BIN, bin and iin_bin are one column."""
    plain = name.strip().lower()
    return "BIN" if plain in NUMBER_NAMES else plain
