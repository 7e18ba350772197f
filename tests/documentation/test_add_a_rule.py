"""The example of how to add a rule works as it stands on the page."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

import pytest

from esep.adapters.rule_tables.packaged import packaged_texts
from esep.adapters.rule_tables.tables import rulebook_from
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.rules import line_rules
from esep.domain.rules.examined_order import NumberedOrder, lay_out
from esep.domain.rules.register_answers import answers_of
from esep.domain.rules.rulebook import Rulebook

PAGE = "docs/how-to/add-a-rule.md"
CODE = "amount-not-whole-tenge"
NAME = "amount_not_whole_tenge"


class Page(Protocol):
    def blocks(self, *languages: str) -> list[str]: ...


def test_the_rule_of_the_page_passes_the_test_of_the_page(
    pages: dict[str, Page], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    function, test = pages[PAGE].blocks("python")
    in_rules = dict(vars(line_rules))
    exec(function, in_rules)  # noqa: S102  # a page of this project
    monkeypatch.setattr(line_rules, NAME, in_rules[NAME], raising=False)
    rulebook = rulebook_from(_texts_with_row_of(pages))
    assert list(rulebook.kinds)[-1] == CODE

    in_tests: dict[str, Any] = {}
    exec("from __future__ import annotations\n" + test, in_tests)  # noqa: S102  # likewise
    (proved,) = (value for name, value in in_tests.items() if name.startswith("test_"))
    makers = {name: request.getfixturevalue(name) for name in ("make_order", "make_line", "make_person")}
    proved(find=_find_by(rulebook), **makers)


def test_the_row_of_the_page_is_refused_without_its_function(pages: dict[str, Page]) -> None:
    with pytest.raises(ValueError, match=CODE):
        rulebook_from(_texts_with_row_of(pages))


def _texts_with_row_of(pages: dict[str, Page]) -> dict[str, str]:
    texts = packaged_texts()
    (row,) = pages[PAGE].blocks("toml")
    return texts | {"findings": texts["findings"] + "\n" + row}


def _find_by(rulebook: Rulebook) -> Callable[[PaymentOrder, Iterable[RegisterPerson]], list[tuple[str, int | None]]]:
    """What the tests of rules call `find`, by a rulebook with the new row."""

    def find(order: PaymentOrder, people: Iterable[RegisterPerson]) -> list[tuple[str, int | None]]:
        answered_at = datetime(2020, 2, 10, tzinfo=UTC)
        examined = lay_out(
            NumberedOrder.of(order),
            purpose=rulebook.parameters.accepted_purpose_code(order.purpose_code, order.value_date),
            conflicts_with=None,
            answers=answers_of(people, source="test", version=1, answered_at=answered_at),
            parameters=rulebook.parameters,
        )
        return [(one.code, one.line) for one in rulebook.find_faults(examined)]

    return find
