"""Files with applications for return."""

from collections.abc import Sequence
from typing import Protocol

from esep.domain.errors import InvalidInput
from esep.domain.model.refund_application import RefundApplication


class ApplicationInvalid(InvalidInput):
    """A file holds no application that could be judged; the message names every fault by its place."""

    code = "refund-application-invalid"

    def __init__(self, file_name: str, faults: Sequence[str]) -> None:
        """Take the file's name and its faults, each with its place in the document."""
        super().__init__(f"{file_name}: {'; '.join(faults)}. Nothing was recorded: correct the file, then submit it")
        self.faults = tuple(faults)


class ApplicationReader(Protocol):
    """Reads applications."""

    def read(self, content: bytes, file_name: str) -> RefundApplication:
        """The one application of a file. Raises `ApplicationInvalid` with everything that is wrong in it."""
        ...
