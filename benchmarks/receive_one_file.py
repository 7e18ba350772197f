"""Receives one file in a process of its own, as the command line does, and prints seconds and lines credited.

Usage: python -m benchmarks.receive_one_file DATA_DIRECTORY FILE
"""

import sys
import time
from pathlib import Path

from esep.domain.model.actor import Actor
from esep.entrypoints.composition import open_application
from esep.entrypoints.receiving import Receiving
from esep.entrypoints.settings import Settings


def main() -> None:
    """From the first byte read to the last entry committed; the start of the process is not counted."""
    data, file = map(Path, sys.argv[1:])
    actor = Actor(identity="benchmark")
    with open_application(Settings(data_directory=data)) as application:
        use_case = application.receive_orders
        receiving = Receiving(read=application.reader.read, receive=lambda messages: use_case(messages, actor))
        began = time.perf_counter()
        credited = sum(receipt.order.credited.lines for receipt in receiving([file]) if receipt.order)
        sys.stdout.write(f"{time.perf_counter() - began} {credited}\n")


if __name__ == "__main__":
    main()
