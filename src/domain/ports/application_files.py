"""Files with applications for social payments."""

from collections.abc import Sequence
from typing import Protocol

from esep.domain.errors import InvalidInput
from esep.domain.model.recipient_case import Dependant
from esep.domain.model.social_application import SocialApplication


class ApplicationFileInvalid(InvalidInput):
    """A file holds no application that could be judged; the message names every fault by its place."""

    code = "application-invalid"

    def __init__(self, file_name: str, faults: Sequence[str]) -> None:
        """Take the file's name and its faults, each with its path in the document."""
        super().__init__(f"{file_name}: {'; '.join(faults)}. Nothing was recorded: correct the file, then register it")
        self.faults = tuple(faults)


class SocialApplicationReader(Protocol):
    """Reads applications."""

    def read(self, content: bytes, file_name: str) -> SocialApplication:
        """The one application of a file. Raises `ApplicationFileInvalid` with everything that is wrong in it."""
        ...

    def read_dependants(self, content: bytes, file_name: str) -> tuple[Dependant, ...]:
        """The dependants of a file with their list alone, as an application has it. Raises likewise."""
        ...
