"""Reads files of payment messages of any bank."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from esep.adapters.payment_files.encodings import decode, decode_as
from esep.adapters.payment_files.message import read_message
from esep.adapters.payment_files.splitting import MessageSlices
from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.payment_order import PaymentOrder

MESSAGE_BYTES_MAX = 256 * 1024 * 1024  # about 1.9 million lines; banks cut at 150 lines, 63 KB


@attrs.frozen(kw_only=True)
class Mt102Reader:
    """Implements `MessageReader` for files of MT102 and MT100 in any of the known encodings."""

    message_bytes_max: int = MESSAGE_BYTES_MAX

    def read(self, source: BinaryIO, file_name: str) -> Iterator[IncomingMessage]:
        """Yield every message in order; raises `MessageTooLong` beyond the limit."""
        slices = MessageSlices(source, file_name, self.message_bytes_max)
        for position, content in enumerate(slices, start=1):
            decoded = decode(content, slices.file_encoding)
            yield IncomingMessage(
                file_name=file_name,
                position=position,
                content=content,
                sha256=hashlib.sha256(content).digest(),
                encoding=decoded.encoding,
                reading=read_message(decoded.text),
            )

    def read_kept(self, content: bytes, encoding: str) -> PaymentOrder | UnreadableMessage:
        """Read the bytes of one message again; `encoding` is one that `read` told."""
        return read_message(decode_as(content, encoding))
