"""What pages of a built site cost a phone: python bench/phone.py build/monthly-2018-11/site

Loads each page in Chromium as a phone would, packed as a server would send it, and says what was
sent, how many elements were styled, and for how long tasks kept a reader from tapping. A phone is
taken to be four times as slow; time is that of the processor, so that a busy machine changes
little. `--write` keeps it in `phone.json`, the baseline beside this file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

BASELINE = Path(__file__).with_name("phone.json")
PAGES = ("index.html", "services/cannock-chase.html")
_PHONE = {
    "viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True,
    "has_touch": True,
}  # fmt: skip
_SLOWER, _UNNOTICED_MS, _SETTLED_MS = 4, 50, 1500
_PACKED = (".html", ".css", ".js", ".json", ".svg")

Event = dict[str, Any]


class _PackingHandler(SimpleHTTPRequestHandler):
    sent = 0

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in _PACKED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        _PackingHandler.sent += len(data)


@contextmanager
def serve_packed(site: Path) -> Iterator[str]:
    """Serve a folder on this computer; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_PackingHandler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def trace_page(browser: Browser, address: str) -> tuple[list[Event], int]:
    """Load a page as a phone does; return what the browser noted, and how many elements it has."""
    context = browser.new_context(**_PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    events: list[Event] = []
    is_done: list[Event] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda data: is_done.append(data))
    categories = ["devtools.timeline", "toplevel", "loading"]
    session.send(
        "Tracing.start",
        {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": categories}},
    )
    page.goto(address, wait_until="load")
    page.wait_for_timeout(_SETTLED_MS)
    session.send("Tracing.end")
    while not is_done:
        page.wait_for_timeout(20)
    element_count: int = page.evaluate("document.querySelectorAll('*').length")
    context.close()
    return events, element_count


def sum_blocking(events: list[Event]) -> float:
    """Return milliseconds by which tasks after the first paint were too long for a reader."""
    paint = [event for event in events if event["name"] == "firstContentfulPaint"][-1]
    tasks = [
        event["tdur"] * _SLOWER / 1000 - _UNNOTICED_MS
        for event in events
        if event["name"] in {"RunTask", "ThreadControllerImpl::RunTask"}
        and (event["pid"], event["tid"]) == (paint["pid"], paint["tid"])
        and event["ts"] > paint["ts"]
        and "tdur" in event
    ]
    return float(sum(task for task in tasks if task > 0))


def sum_styled(events: list[Event]) -> int:
    """Return how many elements were styled, each as often as it was."""
    return sum(
        event["args"].get("elementCount", 0)
        for event in events
        if event["name"] == "UpdateLayoutTree"
    )


def measure_page(browser: Browser, address: str, runs: int) -> dict[str, int]:
    """Return what a page costs: medians of some runs."""
    rows = []
    for _ in range(runs):
        _PackingHandler.sent = 0
        events, element_count = trace_page(browser, address)
        sent = _PackingHandler.sent / 1000
        rows.append((sent, element_count, sum_styled(events), sum_blocking(events)))
    names = ("kilobytes sent", "elements", "elements styled", "blocking milliseconds")
    return {
        name: round(statistics.median(values))
        for name, values in zip(names, zip(*rows, strict=True), strict=True)
    }


def main() -> None:
    """Measure, print, and keep it where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, serve_packed(args.site) as base:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        measured = {page: measure_page(browser, base + page, args.runs) for page in PAGES}
        browser.close()
    text = json.dumps(measured, indent=2) + "\n"
    print(text, end="")
    if args.write:
        kept = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
        BASELINE.write_text(json.dumps({**kept, "measured": measured}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
