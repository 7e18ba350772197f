"""What the demonstration does and says, step by step."""

from contextlib import ExitStack
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import attrs
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.finding import Finding
from esep.domain.model.month import Month
from esep.domain.use_cases.correct_line import CorrectionRequest
from esep.domain.use_cases.refund_steps import find_refund
from esep.entrypoints.cli.incoming_files import files_of
from esep.entrypoints.cli.presentation import (
    account_page,
    checks,
    people,
    refunds,
    shapes,
    tables,
    trail_page,
    transfers,
)
from esep.entrypoints.cli.presentation.receipts import receipt_output
from esep.entrypoints.cli.presentation.wording import counted, moment
from esep.entrypoints.composition import Application
from esep.entrypoints.receiving import Receiving

OPERATOR = Actor(identity="saule", purpose="demonstration")
APPROVER = Actor(identity="aigul", purpose="demonstration")
PERSON = "870819491101"
HELD = "D-000008"
REASON = "letter 17 of the payer: code 012 was meant"
OUTGOING_SHOWN = 1  # message of the file of returns
REFUND = "RF-000001"
CORRECTED, LETTER, DECISION = "D-000003", "5", "decision 12 of 2025-03-20"


@attrs.frozen(kw_only=True)
class Tour:
    """Shows every step with the command that does the same."""

    application: Application
    screen: Console
    language: str
    outgoing: Path

    def __call__(self) -> None:
        """All steps, one after another."""
        self._say(
            "Esep keeps the personalised records of compulsory social insurance. What follows is its main job on "
            "invented data, in a store of its own that is removed at the end. "
            f"The clock stands at {moment(self.application.clock.now())} in Almaty."
        )
        with ExitStack() as stack:
            data = stack.enter_context(as_file(files("esep.entrypoints.cli") / "demo_data"))
            self._load_register(data / "register.csv")
            self._receive(data / "incoming")
            self._release()
            self._show_account()
            self._dispatch()
            self._refresh_people(data / "register-refresh.csv")
            self._correct()
            self._refund(data / "refund-application.json")
        self._transfer()
        self._trace()
        self._list_deadlines()
        self._verify()
        self.screen.print()
        self._say("Now with your own data: esep register load FILE.csv, then esep orders receive PATH…")

    def _load_register(self, register: Path) -> None:
        self._begin("The state register of persons", "esep register load register.csv")
        with register.open("rb") as source:
            version = self.application.load_register(source, register.name, OPERATOR)
        loaded = counted(version.people_count, "person", "people")
        self._say(f"Loaded version {version.version} of the register: {loaded}.")

    def _receive(self, folder: Path) -> None:
        self._begin("Payment orders come in, and every line is judged", "esep orders receive incoming/")
        receive_orders = self.application.receive_orders
        receiving = Receiving(
            read=self.application.reader.read, receive=lambda messages: receive_orders(messages, OPERATOR)
        )
        with receipt_output("table", self.screen, self._text_of) as output:
            for receipt in receiving(files_of([folder])):
                output.show(receipt)

    def _release(self) -> None:
        self._begin(
            "An operator releases a held order", f'esep orders release {HELD} --purpose-code 012 --reason "{REASON}"'
        )
        order = self.application.release_held_order(
            HELD, purpose_code="012", accepted=(), reason=REASON, actor=OPERATOR
        )
        with receipt_output("table", self.screen, self._text_of, has_totals=False) as output:
            output.show(shapes.receipt_of_order(order))
        self.screen.print()
        with self.application.open_unit() as unit:
            self.screen.print(tables.decisions_table(unit.orders.decisions(order.order_number)))

    def _show_account(self) -> None:
        self._begin("The account of one person", f"esep accounts show {PERSON}")
        self.screen.print(account_page.account_table(self.application.show_account(PERSON, OPERATOR)))

    def _dispatch(self) -> None:
        self._begin("What could not be credited goes back to the payers", "esep returns dispatch --out outgoing/")
        written = self.application.dispatch_returns(str(self.outgoing))
        self.screen.print(tables.files_table(attrs.evolve(file, folder="outgoing/") for file in written))
        file = self.outgoing / written[0].file_name
        with file.open("rb") as source:
            texts = self.application.legible(source, file.name)
        self.screen.print()
        self._say(f"Message {OUTGOING_SHOWN + 1} of {file.name}:")
        self.screen.print(Text(texts[OUTGOING_SHOWN].rstrip(), style="dim"), soft_wrap=True)

    def _refresh_people(self, news: Path) -> None:
        self._begin("People change; what was so stays readable", "esep people refresh register-refresh.csv")
        with news.open("rb") as source:
            self.screen.print(people.refreshed_table(self.application.refresh_people(source, news.name, OPERATOR)))

    def _correct(self) -> None:
        self._begin(
            "A line had a wrong month: a reversal and a new entry",
            f'esep accounts correct {CORRECTED} --line 1 --to-period 2024-12 --reason "month misprinted" '
            f"--document-number {LETTER} --document-date 2025-03-20",
        )
        request = CorrectionRequest(
            reference=CORRECTED,
            line_number=1,
            to_iin=None,
            to_month=Month.parse_iso("2024-12"),
            reason="month misprinted",
            document_number=LETTER,
            document_date=date(2025, 3, 20),
        )
        self.application.correct_line(request, OPERATOR)
        self.screen.print(account_page.account_table(self.application.show_account(PERSON, OPERATOR)))

    def _refund(self, application: Path) -> None:
        self._begin(
            "A payer asks for money back; who prepares the application may not approve it",
            f"esep refunds submit {application.name}",
            f"esep refunds check {REFUND}",
            f'esep refunds decide {REFUND} --approve --document "{DECISION}" --actor {APPROVER.identity}',
            "esep refunds dispatch --out outgoing/",
            f"esep refunds show {REFUND}",
        )
        steps = self.application.refunds
        steps.submit(application.read_bytes(), application.name, OPERATOR)
        steps.check(REFUND, OPERATOR)
        steps.decide(REFUND, APPROVER, is_approved=True, document=DECISION)
        steps.dispatch(str(self.outgoing), OPERATOR)
        with self.application.open_unit() as unit:
            self.screen.print(refunds.page_table(refunds.page_of(unit, find_refund(unit.refunds, REFUND))))

    def _transfer(self) -> None:
        self._begin("What was credited goes to the Fund", "esep transfers prepare --on 2025-03-20")
        day = day_in_almaty(self.application.clock.now())
        prepared = self.application.prepare_transfers(day, str(self.outgoing), OPERATOR, to=None)
        self.screen.print(transfers.prepared_table(prepared.transfers))
        self._say("The Fund's account is in no published source: given to the command, it writes the orders as a file.")

    def _trace(self) -> None:
        self._begin("Where the money came from, and where it went", f"esep trace {REFUND}")
        trail_page.show_trail(self.application.trace(REFUND, OPERATOR), self.screen, is_verbose=False)

    def _list_deadlines(self) -> None:
        self._begin("What is still to be done, and by when", "esep deadlines list")
        self.screen.print(tables.deadlines_table(self.application.list_deadlines()))

    def _verify(self) -> None:
        self._begin("No tenge lost, none invented", "esep verify")
        checks.show_checks(self.application.verify_store(), self.screen)

    def _begin(self, title: str, *commands: str) -> None:
        self.screen.print()
        self.screen.print(Rule(Text(title, style="bold"), align="left", characters="─"))
        for command in commands:
            self.screen.print(Text(f"$ {command}", style="cyan"), soft_wrap=True)
        self.screen.print()

    def _say(self, text: str) -> None:
        self.screen.print(Text(text))

    def _text_of(self, finding: Finding) -> str:
        return self.application.rulebook.text(finding, self.language)
