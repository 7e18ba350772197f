"""Commands that pages show can be typed, and print what the pages say."""

import json
import shlex
from collections.abc import Callable
from typing import Any, Protocol

import click
import pytest
from click.testing import CliRunner, Result

from esep.entrypoints.cli.main import command as main_command

RunEsep = Callable[[str], Result]
ANY_LINES = "…"


class Page(Protocol):
    text: str
    commands: list[str]

    def blocks(self, *languages: str) -> list[str]: ...


def test_every_command_that_a_page_shows_can_be_typed(pages: dict[str, Page], in_demo_data: object) -> None:
    shown = [(name, line) for name, page in pages.items() for line in page.commands]
    wrong = [f"{name}: {line}: {fault}" for name, line in shown if (fault := _fault(line))]
    assert len(shown) > 30
    assert wrong == []


def _fault(line: str) -> str:
    """Why a command cannot be typed so; its options are read, it is not run."""
    found: click.Command = main_command
    context = click.Context(main_command, info_name="esep")
    arguments = shlex.split(line, comments=True)[1:]
    while isinstance(found, click.Group) and arguments and not arguments[0].startswith("-"):
        inner = found.get_command(context, arguments[0])
        if inner is None:
            return f"no command {arguments[0]}"
        found, arguments = inner, arguments[1:]
    try:
        found.make_context("esep", arguments, parent=context)
    except click.exceptions.Exit:
        return ""  # --help and --version
    except click.UsageError as error:
        return error.format_message()
    return ""


@pytest.mark.parametrize(
    "name",
    [
        "docs/tutorial/first-day.md",
        "docs/tutorial/a-month-later.md",
        "docs/tutorial/a-decision-on-a-payment.md",
        "docs/how-to/decide-held-orders.md",
    ],
)
def test_the_commands_of_a_page_print_what_it_says(
    pages: dict[str, Page], esep: RunEsep, variables: dict[str, str], name: str
) -> None:
    last: Result | None = None
    for block in pages[name].blocks("console"):
        for line, expected in _calls(block):
            if line == "echo $?":
                assert last is not None
                printed = [str(last.exit_code)]
            elif line.startswith("export "):
                name_set, _, value = line.removeprefix("export ").partition("=")
                variables[name_set] = value
                printed = []
            else:
                last = esep(line)
                # On a terminal the answer stands before the talk that follows it; captured, they come in any order.
                printed = [each.rstrip() for each in (last.stdout + last.stderr).splitlines()]
            assert _agree(expected, printed), f"{line}\nexpected\n" + "\n".join([*expected, "printed", *printed])


def _calls(block: str) -> list[tuple[str, list[str]]]:
    """Each command with the lines shown below it."""
    calls: list[tuple[str, list[str]]] = []
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("$ "):
            calls.append((line.removeprefix("$ "), []))
        else:
            calls[-1][1].append(line.rstrip())
    return calls


def _agree(expected: list[str], printed: list[str]) -> bool:
    """Whether the lines are these; a line that is only `…` stands for any lines."""
    if not expected:
        return not printed
    if expected[0] == ANY_LINES:
        return any(_agree(expected[1:], printed[start:]) for start in range(len(printed) + 1))
    return bool(printed) and expected[0] == printed[0] and _agree(expected[1:], printed[1:])


def test_the_readme_shows_lines_that_the_demonstration_prints_in_their_order(pages: dict[str, Page]) -> None:
    excerpt = pages["README.md"].text.split("<!-- excerpt of esep demo -->\n```text\n")[1].split("```")[0]
    variables = {"ESEP_LANGUAGE": "en", "COLUMNS": "100"}
    printed = CliRunner(env=variables).invoke(main_command, ["demo"]).stdout.splitlines()
    lines = [line.rstrip() for line in excerpt.splitlines()]
    assert len(lines) > 20
    assert _agree([ANY_LINES, *lines, ANY_LINES], [line.rstrip() for line in printed])


CORRECT = "esep accounts correct D-000001 --line 4 --reason letter --document-number 5 --document-date 2025-03-20"
STORY = (
    "esep register load register.csv",
    "esep orders receive incoming/",
    "esep orders receive self-payment.txt",
    "esep orders send-back D-000009 --reason 'not ours'",
    f"{CORRECT} --to-period 2025-01",
    "esep applications register application-childcare.json --now 2025-05-20",
    "esep applications check SP-000001 --now 2025-05-20",
    "esep applications send SP-000001 --now 2025-05-20",
    "esep decisions appoint SP-000001 --document 12 --document-date 2025-05-20 --actor aigul --now 2025-05-20",
    "esep orders receive late-contributions.txt --now 2025-03-25",
    "esep applications register application-breadwinner.json --now 2025-05-20",
    "esep applications check SP-000002 --now 2025-05-20",
    "esep applications send SP-000002 --now 2025-05-20",
    "esep decisions appoint SP-000002 --document 13 --document-date 2025-05-20 --actor aigul --now 2025-05-20",
)
CALLS = {
    "esep register load": "esep register load register.csv",
    "esep orders receive": "esep orders receive incoming/",
    "esep orders show": "esep orders show D-000008",
    "esep orders release": "esep orders release D-000008 --purpose-code 012 --reason letter",
    "esep accounts correct": f"{CORRECT} --to-period 2025-02",
    "esep illegal-amounts load": "esep illegal-amounts load illegal-amounts.csv",
    "esep accounts show": "esep accounts show 850109390301",
    "esep people refresh": "esep people refresh register-refresh.csv",
    "esep people correct": "esep people correct 791102390104 880417490000 --reason misread",
    "esep people show": "esep people show 880417490000",
    "esep returns dispatch": "esep returns dispatch --out outgoing/",
    "esep transfers prepare": "esep transfers prepare --on 2025-03-20",
    "esep trace": "esep trace D-000001",
    "esep payers load-register": "esep payers load-register payers.csv",
    "esep payers show": "esep payers show 050340019011 --period 2025-02",
    "esep payers load-regimes": "esep payers load-regimes regimes.csv",
    "esep benefits calculate": (
        "esep benefits calculate --kind maternity --iin 880417490000 --right-on 2025-03-10 --applied-on 2025-03-20"
        " --days 126"
    ),
    "esep benefits load-credited-months": "esep benefits load-credited-months credited-months.csv",
    "esep applications register": "esep applications register application-childcare.json --now 2025-05-20",
    "esep decisions grounds": "esep decisions grounds --kind job-loss --now 2025-05-20",
    "esep decisions show": "esep decisions show SP-000001",
    "esep recipients show": "esep recipients show 880417490000",
    "esep recipients summary": "esep recipients summary --month 2025-05",
    "esep decisions recalculate-all": (
        "esep decisions recalculate-all --ground minimum-changed --document 1 --document-date 2026-01-05"
        " --now 2026-01-05"
    ),
    "esep decisions withdraw": (
        "esep decisions withdraw --on 2026-12-31 --document 20 --document-date 2026-12-31 --now 2026-12-31"
    ),
    "esep payments prepare": "esep payments prepare --month 2025-05 --now 2025-05-20",
    "esep payments confirm": "esep payments confirm --month 2025-05 --now 2025-05-21",
    "esep payments show": "esep payments show SP-000001",
    "esep payments receive-returns": "esep payments receive-returns returned-payments.txt --now 2025-05-26",
    "esep payments resend": "esep payments resend SP-000001 --month 2025-05 --now 2025-05-26",
    "esep overpayments find": (
        "esep overpayments find SP-000001 --month 2025-05 --amount 1500 --reason error --now 2025-05-26"
    ),
    "esep penalties check": "esep penalties check 880417490000 --period 2025-01",
    "esep registers received": "esep registers received --from 2025-03-01 --to 2025-03-31",
    "esep refunds submit": "esep refunds submit refund-application.json",
    "esep refunds dispatch": "esep refunds dispatch --out outgoing/",
    "esep registers returned": "esep registers returned --from 2025-03-01 --to 2025-03-31",
}


def test_every_json_answer_has_the_keys_that_the_reference_shows(pages: dict[str, Page], esep: RunEsep) -> None:
    for line in STORY:
        assert esep(line).exit_code in (0, 3)
    for section in pages["docs/reference/json.md"].text.split("\n## `")[1:]:
        name, _, rest = section.partition("`")
        shown = json.loads(rest.split("```json\n")[1].split("```")[0])
        result = esep(CALLS.get(name, name) + " --format json")
        assert result.exit_code in (0, 3), result.output
        assert _keys(json.loads(result.stdout)) == _keys(shown), name


def test_the_reference_shows_the_answer_of_every_command_that_has_one(pages: dict[str, Page]) -> None:
    commands = pages["docs/reference/commands.md"].text.split("\n## `")[1:]
    answering = {text.partition("`")[0] for text in commands if "Answers as table, json" in text}
    shown = {text.partition("`")[0] for text in pages["docs/reference/json.md"].text.split("\n## `")[1:]}
    likewise = {"esep orders retry", "esep orders release", "esep orders send-back"}
    likewise |= {"esep people merge", "esep people separate"}
    likewise |= {f"esep refunds {verb}" for verb in ("show", "check", "decide", "receive-money")}
    likewise |= {f"esep applications {verb}" for verb in ("show", "check", "send", "ask", "tell", "complete")}
    decided = ("appoint", "announce-refusal", "refuse", "suspend", "resume", "recalculate", "terminate")
    likewise |= {f"esep decisions {verb}" for verb in (*decided, "change-account")}
    likewise |= {"esep payments match-returned"}
    likewise |= {f"esep overpayments {verb}" for verb in ("notify", "repay", "withhold", "cancel")}
    assert shown == answering - likewise


def _keys(value: Any, path: str = "") -> set[str]:
    """The keys of a document as paths; all items of a list are looked at as one."""
    if isinstance(value, dict):
        return {f"{path}.{key}" for key in value}.union(
            *(_keys(inner, f"{path}.{key}") for key, inner in value.items())
        )
    if isinstance(value, list):
        return set().union(*(_keys(item, f"{path}[]") for item in value))
    return set()
