"""Reading and writing files of payment messages."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from esep.domain.model.incoming_message import IncomingMessage, UnreadableMessage
from esep.domain.model.payment_order import PaymentOrder


class MessageReader(Protocol):
    """Reads a file of messages as a stream."""

    def read(self, source: BinaryIO, file_name: str) -> Iterator[IncomingMessage]:
        """Yield every message in order; a damaged one is yielded as unreadable and harms no neighbour.

        Memory grows with the longest message, not with the file.
        Raises `MessageTooLong` for a message beyond the reader's limit; those before it were yielded.
        """
        ...

    def read_kept(self, content: bytes, encoding: str) -> PaymentOrder | UnreadableMessage:
        """Read the bytes of one message again, in the encoding that it was first read in."""
        ...


class MessageWriter(Protocol):
    """Writes messages."""

    def write(self, order: PaymentOrder) -> bytes:
        """One message in the writer's encoding; reading it gives an equal order."""
        ...
