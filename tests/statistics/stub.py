"""A small Explore Education Statistics: run as a process, it answers as the real API is described.

``python stub.py FILE``: FILE is JSON with ``rows`` (of the published CSV, headings first) and
``faults``, a list of what goes wrong with the requests to come: ``[status, headers]``, ``"hang"``,
``"cut"``, or null for an answer that is right. Prints its port. ``GET /_asked`` tells what was asked.
Everything is cut into small pages, so that whoever does not turn them sees too little.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

Json = dict[str, Any]
PLAN: Json = json.loads(Path(sys.argv[1]).read_text())
FAULTS: list[Any] = PLAN["faults"]
ASKED: list[Json] = []
MOST = 2
"""Results on a page of a list; of a query one more."""

HEADINGS, *ROWS = list(csv.reader(PLAN["rows"]))
LINES = [dict(zip(HEADINGS, row, strict=True)) for row in ROWS]
COLUMNS = HEADINGS[10:]
IDS = {column: f"i{number:02}XY" for number, column in enumerate(COLUMNS)}
LEVELS = {"National": "NAT", "Regional": "REG", "Local authority": "LA"}
VERSION = PLAN.get("version", "1.2")
WORKFORCE = str(UUID(int=7))
OTHERS = [str(UUID(int=number)) for number in (1, 2, 3)]
RIGHT = str(UUID(int=70))
PART = str(UUID(int=71))
OLD = str(UUID(int=72))
DAY = "2026-03-19T09:30:00+00:00"


def page_of(found: list[Json], query: dict[str, list[str]], most: int) -> Json:
    page = int(query.get("page", ["1"])[0])
    size = min(most, int(query.get("pageSize", ["10"])[0]))
    return {
        "paging": {
            "page": page,
            "pageSize": size,
            "totalResults": len(found),
            "totalPages": -(-len(found) // size),
        },
        "results": found[(page - 1) * size : page * size],
    }


def publication(number: str, title: str) -> Json:
    return {"id": number, "title": title, "slug": "a-slug", "summary": "", "lastPublished": DAY}


PUBLICATIONS = [
    publication(OTHERS[0], "School workforce in England"),
    publication(OTHERS[1], "Social work bursaries"),
    publication(WORKFORCE, "Children's social work workforce"),
]


def data_set(number: str, title: str, status: str = "Published") -> Json:
    return {"id": number, "title": title, "summary": "", "status": status}


DATA_SETS = {
    WORKFORCE: [
        data_set(OLD, "CSWW indicators, old", "Deprecated"),
        data_set(PART, "CSWW headcounts only"),
        data_set(RIGHT, "CSWW indicators by local authority"),
    ],
    OTHERS[0]: [data_set(OTHERS[2], "Teachers")],
}


def indicator(column: str) -> Json:
    return {
        "id": IDS.get(column, "iZZZZ"),
        "column": column,
        "label": column.replace("_", " "),
        "unit": "%" if "rate" in column else "",
        "decimalPlaces": 1,
    }


def location(level: str, line: Json) -> Json:
    if level == "NAT":
        return {"id": "NAT1", "label": "England", "code": "E92000001"}
    if level == "REG":
        return {
            "id": f"R{line['region_code']}",
            "label": line["region_name"],
            "code": line["region_code"],
        }
    return {
        "id": f"L{line['old_la_code']}",
        "label": line["la_name"],
        "code": line["new_la_code"],
        "oldCode": line["old_la_code"],
    }


def meta(number: str) -> Json:
    columns = {RIGHT: COLUMNS, PART: COLUMNS[:3], OLD: COLUMNS}.get(number, ["teachers"])
    groups: dict[str, dict[str, Json]] = {"NAT": {}, "REG": {}, "LA": {}}
    for line in LINES:
        for level, options in groups.items():
            option = location(level, line)
            if option.get("code"):
                options[option["id"]] = option
    labels = {"NAT": "National", "REG": "Regional", "LA": "Local authority"}
    return {
        "filters": [],
        "indicators": [indicator(each) for each in columns],
        "geographicLevels": [{"code": code, "label": label} for code, label in labels.items()],
        "locations": [
            {"level": {"code": code, "label": labels[code]}, "options": list(options.values())}
            for code, options in groups.items()
        ],
        "timePeriods": [
            {"code": "RY", "period": year, "label": year}
            for year in sorted({line["time_period"] for line in LINES})
        ],
    }


def version() -> Json:
    return {
        "version": VERSION,
        "type": "Minor",
        "status": PLAN.get("status", "Published"),
        "published": DAY,
        "withdrawn": None,
        "notes": "",
        "totalResults": len(LINES),
        "file": {"id": str(UUID(int=700))},
        "release": {"title": "Reporting year 2025", "slug": "2025"},
        "timePeriods": {"start": "2025", "end": "2025"},
        "geographicLevels": list(LEVELS),
        "filters": [],
        "indicators": [each.replace("_", " ") for each in COLUMNS],
    }


def result(line: Json, indicators: list[str]) -> Json:
    level = LEVELS[line["geographic_level"]]
    by_id = {number: column for column, number in IDS.items()}
    below = {"NAT": ("NAT",), "REG": ("NAT", "REG"), "LA": ("NAT", "REG", "LA")}[level]
    return {
        "timePeriod": {"code": "RY", "period": line["time_period"]},
        "geographicLevel": level,
        "locations": {each: location(each, line)["id"] for each in below},
        "filters": {},
        "values": {each: line[by_id[each]] for each in indicators},
    }


def problem(status: int, title: str, errors: list[Json] | None = None) -> tuple[int, Json]:
    told: Json = {"type": "about:blank", "title": title, "status": status}
    return status, told | ({"errors": errors} if errors else {})


def answered(method: str, path: str, query: dict[str, list[str]], body: Json) -> tuple[int, Json]:
    parts = path.strip("/").split("/")[1:]
    match (method, *parts):
        case ("GET", "publications"):
            return 200, page_of(PUBLICATIONS, query, MOST)
        case ("GET", "publications", number, "data-sets"):
            return 200, page_of(DATA_SETS.get(number, []), query, MOST)
        case ("GET", "data-sets", number, "meta"):
            return 200, meta(number)
        case ("GET", "data-sets", number, "versions", wanted) if number == RIGHT:
            return (200, version()) if wanted == "1.*" else problem(404, "Not found")
        case ("POST", "data-sets", number, "query") if number == RIGHT:
            return queried(query, body)
    return problem(404, "Not found")


def queried(query: dict[str, list[str]], body: Json) -> tuple[int, Json]:
    if query.get("dataSetVersion") != [VERSION]:
        return problem(404, "Not found")
    unknown = set(body) - {"criteria", "indicators", "sorts", "debug", "page", "pageSize"}
    missing = set(body["indicators"]) - set(IDS.values())
    for code, found in (("UnknownField", unknown), ("IndicatorsNotFound", missing)):
        if found:
            errors = [{"message": code, "code": code}]
            return problem(400, "There are validation errors.", errors)
    levels = body["criteria"]["geographicLevels"]["in"]
    wanted = [line for line in LINES if LEVELS[line["geographic_level"]] in levels]
    asked = {name: [str(body[name])] for name in ("page", "pageSize")}
    found = page_of([result(line, body["indicators"]) for line in wanted], asked, MOST + 1)
    return 200, {**found, "warnings": []}


class Stub(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.work("GET")

    def do_POST(self) -> None:
        self.work("POST")

    def work(self, method: str) -> None:
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        length = int(self.headers.get("content-length", "0"))
        body = json.loads(self.rfile.read(length)) if length else {}
        if address.path == "/_asked":
            self.send(200, {"asked": ASKED})
            return
        ASKED.append({"method": method, "path": address.path, "query": query, "body": body})
        fault = FAULTS.pop(0) if FAULTS else None
        if fault == "hang":
            time.sleep(30)
        elif fault == "cut":
            self.close_connection = True
        elif fault == "no-json":
            self.send_bytes(200, b"<html>", {})
        elif isinstance(fault, list):
            status, headers = fault
            self.send(status, problem(status, "Slow down")[1], headers)
        elif address.path.endswith(f"{RIGHT}/csv"):
            packed = gzip.compress("\n".join(PLAN["rows"]).encode())
            self.send_bytes(200, packed, {"content-encoding": "gzip", "content-type": "text/csv"})
        else:
            self.send(*answered(method, address.path, query, body))

    def send(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        self.send_bytes(status, json.dumps(body).encode(), headers or {})

    def send_bytes(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, text in {"content-type": "application/json", **headers}.items():
            self.send_header(name, text)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()
