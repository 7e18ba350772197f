"""What the tests of payment files read and build."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.incoming_message import IncomingMessage

GALLERY = Path(__file__).parents[2] / "golden" / "messages"


@pytest.fixture(scope="session")
def gallery() -> Path:
    """The folder of small files whose names say what is good or wrong in them."""
    return GALLERY


@pytest.fixture(scope="session")
def good_text() -> str:
    """A good MT102 of two participants, with line feeds."""
    return (GALLERY / "good-utf-8-lf.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def read_bytes() -> Callable[..., list[IncomingMessage]]:
    """Read the messages of a file of these bytes."""

    def read(content: bytes, **settings: int) -> list[IncomingMessage]:
        return list(Mt102Reader(**settings).read(io.BytesIO(content), "orders.txt"))

    return read
