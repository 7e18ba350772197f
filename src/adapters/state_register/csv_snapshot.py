"""Reads snapshots of the state register from CSV files."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import attrs

from esep.adapters.state_register.register_row import COLUMNS, OPTIONAL_COLUMNS, OTHER_NAMES, RegisterRows
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.register_files import RegisterFileInvalid

CHUNK_BYTES = 1 << 20
FIELD_CHARACTERS_MAX = 10_000  # no honest field comes near; a quote never closed would swallow the file
FAULTS_TOLD_MAX = 10_000  # rows named in one message; of more only the number is told


@attrs.frozen
class CsvRegisterReader:
    """A `RegisterReader` for CSV: a header with the names in `COLUMNS`, commas, UTF-8 with or without mark.

    Those in `OPTIONAL_COLUMNS` may be there too, and `gender` is `sex`. Columns may stand in any order, others are
    left aside. The source must be seekable: it is read twice, first for
    its digest.
    """

    def read(self, source: BinaryIO, file_name: str) -> "CsvRegisterReading":
        """See `RegisterReader`."""
        if not source.seekable():
            raise RegisterFileInvalid(f"{file_name} is no file on a disk; expected one: save it first, then load it")
        digest = _digest(source)
        source.seek(0)
        # newline="" leaves line ends to the csv module, as it asks for.
        text = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
        places = _places(source, text, file_name)
        return CsvRegisterReading(file_name=file_name, sha256=digest, source=source, text=text, places=places)


@attrs.frozen(kw_only=True)
class CsvRegisterReading:
    """One file being read."""

    file_name: str
    sha256: bytes
    _source: BinaryIO
    _text: io.TextIOWrapper
    _places: Mapping[str, int]

    def people(self) -> Iterator[RegisterPerson]:
        """See `RegisterReading`. Once only: the file is a stream."""
        rows = RegisterRows(self._places)
        reader = csv.reader(self._text, strict=True)
        faults: list[str] = []
        fault_count = 0
        try:
            for fields in reader:
                person = rows.person(fields)
                if person is not None:
                    yield person
                elif fields:
                    fault_count += 1
                    if fault_count <= FAULTS_TOLD_MAX:
                        # One line was the header, read by another reader.
                        faults.append(f"line {reader.line_num + 1}: {'; '.join(rows.faults(fields))}")
        except csv.Error as error:
            fault_count += 1
            faults.append(f"after line {reader.line_num + 1}: {error}; expected fields divided by commas")
        except UnicodeDecodeError as error:
            fault_count += 1
            faults.append(_not_utf_8(self._source, error))
        finally:
            self._text.detach()  # the source is closed by whoever opened it
        if fault_count:
            raise _invalid(self.file_name, faults, fault_count)


def _digest(source: BinaryIO) -> bytes:
    source.seek(0)
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.digest()


def _places(source: BinaryIO, text: io.TextIOWrapper, file_name: str) -> dict[str, int]:
    """Where each column stands in a row."""
    header = _header(source, text, file_name)
    missing = [name for name in COLUMNS if name not in header]
    repeated = [name for name in (*COLUMNS, *OPTIONAL_COLUMNS) if header.count(name) > 1]
    if missing or repeated:
        found = f"has no column {', '.join(missing)}" if missing else f"has more than one column {', '.join(repeated)}"
        raise RegisterFileInvalid(
            f"{file_name} {found}; expected a CSV file in UTF-8 whose first line is {','.join(COLUMNS)} "
            "(in any order, other columns are left aside). Nothing was loaded"
        )
    places = {name: header.index(name) for name in (*COLUMNS, *OPTIONAL_COLUMNS) if name in header}
    return places | {"": len(header)}


def _header(source: BinaryIO, text: io.TextIOWrapper, file_name: str) -> list[str]:
    csv.field_size_limit(FIELD_CHARACTERS_MAX)
    try:
        # Bounded: the first line of something that is no text may be the whole of it.
        names = next(csv.reader([text.readline(FIELD_CHARACTERS_MAX)], strict=True), [])
        return [OTHER_NAMES.get(name.strip(), name.strip()) for name in names]
    except csv.Error as error:
        raise _invalid(file_name, [f"line 1: {error}; expected names divided by commas"], 1) from error
    except UnicodeDecodeError as error:
        raise _invalid(file_name, [_not_utf_8(source, error)], 1) from error


def _not_utf_8(source: BinaryIO, error: UnicodeDecodeError) -> str:
    """Where the first such byte stands: text is decoded ahead of the lines, so they are looked through again."""
    source.seek(0)
    number = next((number for number, line in enumerate(source, 1) if not _is_utf_8(line)), 1)
    return f"line {number}: byte {error.object[error.start]:#04x} is not UTF-8; save the file as UTF-8"


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _invalid(file_name: str, faults: list[str], fault_count: int) -> RegisterFileInvalid:
    rest = [f"… and {fault_count - len(faults)} rows more"] if fault_count > len(faults) else []
    rows = "1 row" if fault_count == 1 else f"{fault_count} rows"
    listed = "\n".join(f"  {fault}" for fault in (*faults, *rest))
    return RegisterFileInvalid(
        f"{file_name}: {rows} cannot be used, so nothing was loaded; correct them and load it again:\n{listed}"
    )
