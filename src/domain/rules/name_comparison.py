"""When two spellings are the same name (decision of the product)."""

import unicodedata
from functools import lru_cache

CARRIERS = str.maketrans("јѕєїўќґћЈЅЄЇЎЌҐЋ", "әңғүұқөһӘҢҒҮҰҚӨҺ")
"""Letters that carry the Kazakh ones in cp1251 files, to the letters that they stand for."""

_FINISH = str.maketrans({"Ё": "Е", "-": " ", "\u2010": " ", "\u2011": " "})


@lru_cache(maxsize=200_000)  # names repeat: one look into a table instead of six passes over the text
def comparable(name: str) -> str:
    """The form in which two spellings of a name are compared; "" where no name is given.

    NFC; of variants divided by slashes the last; Kazakh letters and the letters that carry them in
    cp1251 are one; upper case; Ё = Е; a hyphen is a space; a run of spaces is one.
    """
    text = unicodedata.normalize("NFC", name)
    text = text.rpartition("/")[2]
    text = text.translate(CARRIERS).upper().translate(_FINISH)
    return " ".join(text.split())


def comparison_key(surname: str, name: str, patronymic: str, birth_date: str) -> str:
    """The comparable names and the birth date (YYYYMMDD) as one text, to compare a person at one look."""
    return f"{comparable(surname)}\n{comparable(name)}\n{comparable(patronymic)}\n{birth_date}"
