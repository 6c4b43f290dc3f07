"""Comparator files for tests: the published columns, an England small enough to check by hand."""

from __future__ import annotations

from collections.abc import Sequence

from scorecard.indicators import BY_COLUMN

KEYS = (
    "time_period,time_identifier,geographic_level,country_code,country_name,"
    "region_code,region_name,old_la_code,new_la_code,la_name"
)
HEADINGS = f"{KEYS},{','.join(BY_COLUMN)}"
NORTH_WEST = "E12000002,North West"

AUTHORITIES = {
    "888": "E10000017,Lancashire",
    "351": "E08000002,Bury",
    "332": "E08000027,Dudley",
    "384": "E08000036,Wakefield",
    "314 / 318": "E09000021 / E09000027,Kingston upon Thames / Richmond upon Thames",
}
TURNOVER = {"888": "9.9", "351": "10", "332": "13.5", "384": "low", "314 / 318": "28"}


def row(code: str, year: int = 2025, **cells: str) -> str:
    """One authority's row: turnover as in TURNOVER, every other indicator 1 unless given."""
    new, name = AUTHORITIES.get(code, "E06000099,Newshire").split(",")
    values = {"turnover_rate_fte": TURNOVER.get(code, "1")} | cells
    keys = (
        f"{year},Reporting year,Local authority,E92000001,England,{NORTH_WEST},{code},{new},{name}"
    )
    return f"{keys},{','.join(values.get(column, '1') for column in BY_COLUMN)}"


def whole(level: str, year: int = 2025, value: str = "11.8") -> str:
    region = NORTH_WEST if level == "Regional" else ","
    return (
        f"{year},Reporting year,{level},E92000001,England,{region},,,,"
        f"{','.join(value for _ in BY_COLUMN)}"
    )


def indicators(rows: Sequence[str] | None = None) -> bytes:
    """The small England of 2025, or these rows."""
    if rows is None:
        rows = [whole("National"), whole("Regional", value="12.2"), *map(row, AUTHORITIES)]
    return "\n".join((HEADINGS, *rows, "")).encode()


MODEL_HEADINGS = "old_la_code,la_name,region_ind,region_name," + ",".join(
    f"SN_{rank},SN_{rank}P" for rank in range(1, 11)
)


def model_row(code: str, *neighbours: str) -> str:
    ten = (*neighbours, *("" for _ in range(10 - len(neighbours))))
    return f"{code},Name,5,North West," + ",".join(
        f"{each},{'Close ' if each else ''}" for each in ten
    )


LANCASHIRE_TEN = ("351", "332", "384", "314", "318", "383", "841", "808", "891", "929")


def model(rows: Sequence[str] | None = None) -> bytes:
    rows = [model_row("888", *LANCASHIRE_TEN)] if rows is None else rows
    return "\n".join(("\ufeff" + MODEL_HEADINGS, *rows, "")).encode()
