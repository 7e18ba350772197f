"""Encodings that payment files come in, and the choice among them for one message.

Kazakh letters have no place in cp1251; the banks' files carry them on the code points of Serbian, Macedonian,
Ukrainian and Byelorussian letters that Kazakh and Russian do not use.
"""

import codecs

import attrs

UTF_16_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
UNREADABLE_CHARACTER = "\ufffd"

_CARRIERS = "јѕєїўќґћЈЅЄЇЎЌҐЋ"
_KAZAKH = "әңғүұқөһӘҢҒҮҰҚӨҺ"
_EVERY_BYTE = bytes(range(256))
_ASCII = bytes(range(128))


def _reading_table(encoding: str) -> str:
    """The character of every byte; a NUL is no text, so it reads as an unreadable character."""
    return UNREADABLE_CHARACTER + _EVERY_BYTE[1:].decode(encoding, "replace")


_CP1251_READING = _reading_table("cp1251").translate(str.maketrans(_CARRIERS, _KAZAKH))
_CP1251_WRITING = codecs.charmap_build("\0" + _CP1251_READING[1:].replace(UNREADABLE_CHARACTER, "\ufffe"))
_CP866_READING = _reading_table("cp866")

_CP1251_SIGNS = bytes(range(0xC0, 0x100)) + f"Ёё{_CARRIERS}Іі«»№".encode("cp1251")
_CP866_CAPITALS = bytes(range(0x80, 0xA0))
_CP866_SIGNS = bytes(range(0x80, 0xB0)) + bytes(range(0xE0, 0xF2))


@attrs.frozen(kw_only=True)
class DecodedText:
    """Text of a message and the encoding it came in."""

    text: str
    encoding: str


def decode(content: bytes, file_encoding: str | None = None) -> DecodedText:
    """Decode one message into lines that end with a line feed and with no blank before it; never fails.

    What is no character, and NUL, becomes U+FFFD. `file_encoding` is what the file's mark says (UTF-16); without a
    mark the message is UTF-8 if it decodes, else the likelier of cp1251 and cp866.
    """
    if file_encoding is not None:
        return DecodedText(text=decode_as(content, file_encoding), encoding=file_encoding)
    content = _with_plain_lines(content)
    text = _decode_utf_8(content)
    if text is not None:
        return DecodedText(text=text, encoding="utf-8")
    encoding = likelier_encoding(content)
    return DecodedText(text=_decode_bytewise(content, encoding), encoding=encoding)


def decode_as(content: bytes, encoding: str) -> str:
    """Decode one message as `decode` does, in an encoding that is known."""
    if encoding in UTF_16_MARKS.values():
        content, encoding = content.decode(encoding, "replace").encode(), "utf-8"
    content = _with_plain_lines(content)
    if encoding == "utf-8":
        return _without_nul(content.decode(errors="replace"))
    return _decode_bytewise(content, encoding)


def likelier_encoding(content: bytes) -> str:
    """cp1251 or cp866: the one in which fewer bytes are no letters; cp1251 where they are equal.

    In cp866 a few capitals, O and N of the Cyrillic alphabet among them, stand where cp1251 carries Kazakh letters;
    a message of nothing but those is cp866.
    """
    high = content.translate(None, _ASCII)
    strange_in_cp1251 = len(high.translate(None, _CP1251_SIGNS))
    strange_in_cp866 = len(high.translate(None, _CP866_SIGNS))
    if strange_in_cp866 == strange_in_cp1251 == 0:
        return "cp1251" if high.translate(None, _CP866_CAPITALS) or not high else "cp866"
    return "cp866" if strange_in_cp866 < strange_in_cp1251 else "cp1251"


def encode(text: str, encoding: str) -> bytes:
    """Encode text for a file; a character that the encoding does not have becomes `?`. UTF-16 gets its mark."""
    if encoding == "cp1251":
        return codecs.charmap_encode(text, "replace", _CP1251_WRITING)[0]
    if encoding == "utf-16":
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le", "replace")
    return text.encode(encoding, "replace")


def _decode_utf_8(content: bytes) -> str | None:
    try:
        return _without_nul(content.decode())
    except UnicodeDecodeError as error:
        # A message cut off inside a letter is still UTF-8 if letters before it were.
        is_cut_off = error.reason == "unexpected end of data" and not content[: error.start].isascii()
        return _without_nul(content.decode(errors="replace")) if is_cut_off else None


def _decode_bytewise(content: bytes, encoding: str) -> str:
    return codecs.charmap_decode(content, "replace", _CP1251_READING if encoding == "cp1251" else _CP866_READING)[0]


def _without_nul(text: str) -> str:
    return text.replace("\0", UNREADABLE_CHARACTER) if "\0" in text else text


def _with_plain_lines(content: bytes) -> bytes:
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\t" in content or b" \n" in content:
        content = b"\n".join(line.rstrip(b" \t") for line in content.split(b"\n"))
    return content
