"""The JSON document of an application: UTF-8, no key twice."""

import json
from collections.abc import Iterable


class DocumentUnreadable(Exception):
    """Why a file is no document that can be read; quotes nothing of it but a key."""


def read_document(content: bytes, *, bytes_max: int) -> object:
    """What the file holds. Raises `DocumentUnreadable`."""
    if len(content) > bytes_max:
        raise DocumentUnreadable(f"document: has over {bytes_max} bytes; no more are read")
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_repetition)
    except UnicodeDecodeError as error:
        raise DocumentUnreadable("document: is not UTF-8; save it in that encoding") from error
    except json.JSONDecodeError as error:
        told = f"document: is no JSON, line {error.lineno}, column {error.colno}: {error.msg}"
        raise DocumentUnreadable(told) from error
    except (RecursionError, ValueError) as error:
        raise DocumentUnreadable("document: is nested too deep or has too long a number") from error


def _without_repetition(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Of a key that stands twice nobody knows which of the two was meant."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise DocumentUnreadable(f"document: the key {key[:20]!r} stands twice in one object")
        found[key] = value
    return found
