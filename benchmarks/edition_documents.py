# ruff: noqa: PLC0415, ICN001 -- each process loads only what it measures
"""What the documents of the demo's edition cost, against Typst and xlsxwriter alone with the same content.

    python benchmarks/edition_documents.py

The limit: the PDF's template compiled from data that are ready, and the same cells written by
xlsxwriter with nothing of ours in between, each in a process of its own. Against it: everything that
publishing does for the documents (read the public JSON, lay out the tables, draw the charts, PDF,
XLSX and ODS). ``again`` is the second edition of a process, with another hash, so that Typst sets it
anew. Peak memory is that of the processes. ``chart`` is one line chart, against the same chart by
matplotlib (where it is installed). Prints JSON; ratios are medians of
neighbouring rounds.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

ROUNDS = 9
CHART_ROUNDS = 15
LIMITS = {"time": 3.0, "memory": 2.0, "chart": 0.02}
IMPRINT = {
    "content_sha256": "a" * 64,
    "contact": "psw@demoshire.example",
    "next_period": date(2027, 3, 31),
    "address": "http://127.0.0.1:8000/scorecards/2026-09-30/v1",
}


def prepared(folder: Path) -> Path:
    """The public documents of the demo, in a file."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite'}",
        "SCORECARD_DEMO": "yes",
    }
    subprocess.run(
        [sys.executable, "-m", "service", "demo"], env=environment, check=True, capture_output=True
    )
    os.environ.update(environment)

    async def read() -> list[bytes]:
        from service import settings
        from service.publication import store
        from service.storage.database import open_database

        async with await open_database(settings.load()):
            latest = {}
            for entry in reversed(await store.entries()):
                latest[entry.period_end] = (await store.stored(entry.id)).public_content
            return [latest[end] for end in sorted(latest)]

    path = folder / "history.json"
    path.write_bytes(b"[" + b",".join(asyncio.run(read())) + b"]")
    return path


def ours(path: Path) -> None:
    import msgspec

    from service.documents.ods import as_ods
    from service.documents.xlsx import as_xlsx
    from service.publication.book import Imprint, book_of
    from service.publication.printed import as_pdf

    def make(number: int) -> None:
        imprint = Imprint(**{**IMPRINT, "content_sha256": f"{number}" * 64})
        history = msgspec.json.decode(path.read_bytes())
        book = book_of(history[-1], imprint)
        as_xlsx(book)
        as_ods(book)
        as_pdf(history, imprint)

    _report(make)


def alone(path: Path) -> None:
    import msgspec
    import typst
    import xlsxwriter

    cells, data = msgspec.json.decode(path.with_name("ready.json").read_bytes())
    folder = Path(__file__).parents[1] / "service" / "documents"
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder / "fonts"]
    )

    def make(number: int) -> None:
        workbook = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
        for name, rows in cells:
            sheet = workbook.add_worksheet(name)
            for row, values in enumerate(rows):
                for place, value in enumerate(values):
                    sheet.write(row, place, value)
        workbook.close()
        typst.compile(
            folder / "templates" / "scorecard.typ",
            root=folder / "templates",
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": data.replace("a" * 64, f"{number}" * 64), "day": "2026-11-18"},
            pdf_standards="ua-1",
            timestamp=datetime(2026, 11, 18, 9, 30, tzinfo=UTC),
        )

    _report(make)


def ready(path: Path) -> None:
    """What ``alone`` is given: cells and the template's data, laid out beforehand."""
    import msgspec

    from service.documents.book import Number
    from service.publication.book import Imprint, book_of
    from service.publication.printed import as_data

    history, imprint = msgspec.json.decode(path.read_bytes()), Imprint(**IMPRINT)
    cells = [
        (
            sheet.name,
            [
                [float(cell.exact) if isinstance(cell, Number) else cell for cell in row]
                for row in sheet.rows
            ],
        )
        for sheet in book_of(history[-1], imprint).tables()
    ]
    data = msgspec.json.encode(as_data(history, imprint)).decode()
    path.with_name("ready.json").write_bytes(msgspec.json.encode((cells, data)))


def _report(make) -> None:
    started = time.perf_counter()
    make(1)
    first = time.perf_counter() - started
    started = time.perf_counter()
    make(2)
    print(
        json.dumps(
            {
                "first": first,
                "again": time.perf_counter() - started,
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            }
        )
    )


def chart() -> dict[str, object]:
    from scorecard.charts.frame import WIDE
    from scorecard.charts.lines import LineChart, line_chart
    from scorecard.charts.values import Value

    days = [date(2017 + place // 2, *((3, 31), (9, 30))[place % 2]) for place in range(20)]
    numbers = [Decimal(130 + place * 7 % 40) / 10 for place in range(20)]
    drawn = LineChart(
        "n", "Turnover", "Council", "%", tuple(map(Value, days, numbers)), Decimal("13.5")
    )
    try:
        import matplotlib as mpl

        mpl.use("svg")
        from matplotlib import pyplot
    except ImportError:
        return {"skipped": "matplotlib is not installed"}

    def theirs() -> None:
        figure, axes = pyplot.subplots(figsize=(7.2, 3.2))
        axes.plot(days, [float(each) for each in numbers], marker="o")
        axes.axhline(13.5, linestyle=":")
        axes.set_ylim(0)
        axes.set_title("Turnover")
        figure.savefig(io.StringIO(), format="svg")
        pyplot.close(figure)

    ratios, ours_took = [], []
    for _ in range(CHART_ROUNDS):
        started = time.perf_counter()
        line_chart(drawn, WIDE)
        ours_took.append(time.perf_counter() - started)
        started = time.perf_counter()
        theirs()
        ratios.append(ours_took[-1] / (time.perf_counter() - started))
    ratio = statistics.median(ratios)
    return {
        "ratio": round(ratio, 4),
        "ours_ms": round(statistics.median(ours_took) * 1000, 2),
        "allowed": LIMITS["chart"],
        "met": ratio <= LIMITS["chart"],
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = prepared(Path(name))
        _run("ready", path)
        rounds = [(_run("ours", path), _run("alone", path)) for _ in range(ROUNDS)]
    found: dict[str, object] = {}
    for what, kind in (("first", "time"), ("again", "time"), ("memory", "memory")):
        ratio = statistics.median(one[what] / other[what] for one, other in rounds)
        found[what] = {
            "ratio": round(ratio, 2),
            "ours": round(statistics.median(one[what] for one, _ in rounds), 3),
            "alone": round(statistics.median(other[what] for _, other in rounds), 3),
            "allowed": LIMITS[kind],
            "met": ratio <= LIMITS[kind],
        }
    print(json.dumps({**found, "chart": chart()}, indent=2))


def _run(what: str, path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, what, path], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout or "{}")


if __name__ == "__main__":
    steps = {"ours": ours, "alone": alone, "ready": ready}
    if len(sys.argv) > 2:
        steps[sys.argv[1]](Path(sys.argv[2]))
    else:
        main()
