"""Cuts a file into messages before anything is decoded, as a stream."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from esep.adapters.payment_files.encodings import UTF_16_MARKS
from esep.domain.errors import MessageTooLong

CHUNK_BYTES = 1 << 20
LOOK_AHEAD_BYTES = 2048  # room for a trailer, or for blocks 1 and 2, with their blanks, in UTF-16

_SIGN_BYTES_MAX = 4

_LINE_ENDS = ("\n", "\r")
_CTRL_Z = "\x1a"  # the end of a file in DOS; stays inside when files are joined
_MARK = "\ufeff"
_BLANKS = (*_LINE_ENDS, " ", "\t", "\v", "\f", _CTRL_Z)
_FULL_HEADER = re.compile(r"\{1:[A-Z][0-9]{2}[A-Z0-9]{12}[0-9]{10}\}\s*\{2:[IO][0-9]{3}")
_TRAILER = re.compile(r"\{5:(?:[^{}\r\n]|\{[A-Z0-9]{3}:[^{}\r\n]*\})*\}")


@attrs.frozen
class _Signs:
    """The signs that borders of messages are made of, as bytes of the file's encoding."""

    encoding: str  # latin-1 stands for every encoding that has ASCII in its lower half
    unit: int  # bytes of a character; signs stand at multiples of it
    begin: bytes
    end: bytes
    trailer: bytes
    line_ends: tuple[bytes, ...]
    before_begin: tuple[bytes, ...]
    blank_signs: frozenset[bytes]
    blanks: re.Pattern[bytes]

    @classmethod
    def of(cls, file_encoding: str | None) -> "_Signs":
        encoding = file_encoding or "latin-1"
        mark = _MARK.encode(file_encoding or "utf-8")
        line_ends = tuple(sign.encode(encoding) for sign in _LINE_ENDS)
        blanks = [sign.encode(encoding) for sign in _BLANKS]
        return cls(
            encoding=encoding,
            unit=2 if file_encoding else 1,
            begin="{1:".encode(encoding),
            end="-}".encode(encoding),
            trailer="{5:".encode(encoding),
            line_ends=line_ends,
            before_begin=(*line_ends, _CTRL_Z.encode(encoding), mark, "-}".encode(encoding)),
            blank_signs=frozenset(blanks),
            # Bounded, because a repeated group costs memory for every turn.
            blanks=re.compile(b"(?:" + b"|".join(map(re.escape, [*blanks, mark])) + b"){0,1000}"),
        )


@attrs.define
class _Cursor:
    """Finds a sign again and again without looking at any byte twice; `start` may only grow."""

    sign: bytes
    unit: int
    found: int = -1
    searched: int = 0

    def first(self, buffer: bytearray, start: int) -> int:
        """Where the sign stands first at or after `start`; the buffer's length where it does not."""
        if self.found >= start:
            return self.found
        place = buffer.find(self.sign, max(start, self.searched))
        while place % self.unit and place >= 0:
            place = buffer.find(self.sign, place + 1)
        self.found = place
        if place < 0:
            self.searched = max(start, self.searched, len(buffer) - len(self.sign) + 1)
            return len(buffer)
        return place

    def move_back(self, distance: int) -> None:
        self.found = max(-1, self.found - distance)
        self.searched = max(0, self.searched - distance)


class MessageSlices:
    """The messages of one file, each as the exact bytes that stand there.

    A message begins with `{1:` at the start of the file, of a line, or behind the end of another one; also inside a
    line if whole blocks 1 and 2 stand there (what follows a message that was cut off inside a line). It ends with `-}`
    at the start of a line and its trailer `{5:…}`, or is cut off by the next beginning. Anything else between messages
    is one slice.
    """

    def __init__(self, source: BinaryIO, file_name: str, length_bytes_max: int) -> None:
        """Look at the start of the file for the mark of its encoding."""
        self._source = source
        self._file_name = file_name
        self._length_bytes_max = length_bytes_max
        self._buffer = bytearray(source.read(CHUNK_BYTES))
        self._at = 0  # what stands before it was taken
        self._position = 1
        self._is_complete = not self._buffer
        self.file_encoding = UTF_16_MARKS.get(bytes(self._buffer[:2]))
        self._signs = _Signs.of(self.file_encoding)
        self._begins = _Cursor(self._signs.begin, self._signs.unit)
        self._ends = _Cursor(self._signs.end, self._signs.unit)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the messages in order; raises MessageTooLong at one beyond the limit."""
        while self._skip_blanks():
            is_message = self._buffer.startswith(self._signs.begin, self._at)
            end = self._message_end() if is_message else self._junk_end()
            if end - self._at > self._length_bytes_max:
                raise self._too_long()
            content = self._stripped(bytes(self._buffer[self._at : end]), is_last=end == len(self._buffer))
            self._at = end
            if content:
                yield content
                self._position += 1

    def _skip_blanks(self) -> bool:
        """Move to the next byte that says something; False at the end of the file."""
        while True:
            end = self._blanks_end(self._at)
            is_moved = end > self._at
            self._at = end
            if self._at >= CHUNK_BYTES:
                self._forget_taken()
            if not (is_moved or self._reads_on_for(self._at)):
                return self._at < len(self._buffer)

    def _message_end(self) -> int:
        start = self._at + len(self._signs.begin)
        while True:
            place = min(self._ends.first(self._buffer, start), self._begins.first(self._buffer, start))
            if self._reads_on_for(place):
                continue
            if place == len(self._buffer) or self._is_begin(place):
                return place
            if self._buffer.startswith(self._signs.end, place) and self._follows(place, self._signs.line_ends):
                return self._trailer_end(place + len(self._signs.end))
            start = place + self._signs.unit

    def _junk_end(self) -> int:
        start = self._at + self._signs.unit
        while True:
            place = self._begins.first(self._buffer, start)
            if self._reads_on_for(place):
                continue
            if place == len(self._buffer) or self._is_begin(place):
                return place
            start = place + self._signs.unit

    def _is_begin(self, place: int) -> bool:
        if not self._buffer.startswith(self._signs.begin, place):
            return False
        return self._follows(place, self._signs.before_begin) or _FULL_HEADER.match(self._text_at(place)) is not None

    def _follows(self, place: int, signs: tuple[bytes, ...]) -> bool:
        return self._buffer.endswith(signs, max(0, place - _SIGN_BYTES_MAX), place)

    def _trailer_end(self, end: int) -> int:
        place = self._blanks_end(end)
        if not self._buffer.startswith(self._signs.trailer, place):
            return end
        trailer = _TRAILER.match(self._text_at(place))
        return place + len(trailer[0].encode(self._signs.encoding)) if trailer else end

    def _blanks_end(self, place: int) -> int:
        blanks = self._signs.blanks.match(self._buffer, place)
        return blanks.end() if blanks else place

    def _text_at(self, place: int) -> str:
        return self._buffer[place : place + LOOK_AHEAD_BYTES].decode(self._signs.encoding, "replace")

    def _stripped(self, content: bytes, *, is_last: bool) -> bytes:
        """Without blanks at its end; at the end of the file without NULs, too, which only fill it up."""
        if content.endswith(self._signs.end[-self._signs.unit :]):
            return content
        unit = self._signs.unit
        blank = self._signs.blank_signs | ({bytes(unit)} if is_last else set())
        if unit == 1:
            return content.rstrip(b"".join(blank))
        length = len(content)
        while content[max(0, length - unit) : length] in blank:
            length -= unit
        return content[:length]

    def _reads_on_for(self, place: int) -> bool:
        """Read a chunk if less than the look-ahead is known behind a place; False if enough is known or all is read."""
        if self._is_complete or place + LOOK_AHEAD_BYTES <= len(self._buffer):
            return False
        if place - self._at > self._length_bytes_max:
            raise self._too_long()
        chunk = self._source.read(CHUNK_BYTES)
        self._buffer += chunk
        self._is_complete = not chunk
        return bool(chunk)

    def _forget_taken(self) -> None:
        del self._buffer[: self._at]
        self._begins.move_back(self._at)
        self._ends.move_back(self._at)
        self._at = 0

    def _too_long(self) -> MessageTooLong:
        return MessageTooLong(
            f"{self._file_name}: message {self._position} is longer than {self._length_bytes_max} bytes; "
            "check that the file is one of payment messages, or split it"
        )
