"""The rulebook's tables as they ship with the package."""

from importlib.resources import files

from esep.domain.rules.parameters import TABLES
from esep.domain.rules.rulebook import Rulebook


def packaged_rulebook() -> Rulebook:
    """The rulebook made from the tables in `esep/domain/rules/tables`."""
    folder = files("esep.domain.rules") / "tables"
    texts = {name: (folder / f"{name}.csv").read_text(encoding="utf-8") for name in TABLES}
    texts["findings"] = (folder / "findings.toml").read_text(encoding="utf-8")
    return Rulebook.from_tables(texts)
