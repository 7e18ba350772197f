"""The rulebook's tables as they ship with the package."""

from importlib.resources import files

from esep.adapters.rule_tables.tables import rulebook_from
from esep.domain.rules.rulebook import Rulebook


def packaged_texts() -> dict[str, str]:
    """The text of every table in `esep/domain/rules/tables`, by its name without ending."""
    folder = files("esep.domain.rules") / "tables"
    return {file.name.partition(".")[0]: file.read_text(encoding="utf-8") for file in folder.iterdir()}


def packaged_rulebook() -> Rulebook:
    """The rulebook made from them."""
    return rulebook_from(packaged_texts())
