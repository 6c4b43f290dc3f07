"""``python -m service asye plan``: one newly qualified person's year."""

import argparse
import sys
from datetime import date
from fractions import Fraction

from academy.asye.clock import FteChange, Pattern, Pause
from academy.asye.plan import AsyePlan, plan
from academy.findings import Severity
from academy.working_days import WorkingDays
from service.asye.presets import shipped_presets
from service.cohorts.documents import finding_documents
from service.cohorts.shipped import shipped_holidays
from service.command import Subcommands, add_format, day, print_json, span

DAYS = ("mon", "tue", "wed", "thu", "fri")


def register(commands: Subcommands) -> None:
    asye = commands.add_parser("asye", help="The assessed and supported year of one person")
    actions = asye.add_subparsers(dest="action", required=True, metavar="ACTION")
    parser = actions.add_parser("plan", help="Milestones, supervision targets and caseload caps")
    parser.add_argument("--start", required=True, type=day, metavar="YYYY-MM-DD")
    parser.add_argument(
        "--fte", required=True, type=fraction, metavar="FTE", help="Above 0, at most 1"
    )
    parser.add_argument("--preset", required=True, choices=sorted(shipped_presets()))
    parser.add_argument(
        "--full", type=fraction, metavar="N", help="A full caseload (the team's average)"
    )
    parser.add_argument(
        "--ceiling", type=fraction, metavar="N", help="Never more than this, at 1.0 FTE"
    )
    parser.add_argument(
        "--scale-part-time", action="store_true", help="Part-time work lengthens the year"
    )
    parser.add_argument(
        "--pause", action="append", default=[], type=pause, metavar="A..B",
        help="The clock stands still on these days; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--fte-change", action="append", default=[], type=fte_change, metavar="YYYY-MM-DD=FTE"
    )
    parser.add_argument(
        "--works-on", type=weekdays, metavar="DAYS",
        help="Days of the week that are worked, as in mon,tue,thu; all five if not given",
    )  # fmt: skip
    add_format(parser)
    parser.set_defaults(run=run_plan)


def fraction(text: str) -> Fraction:
    """A plain decimal number; refuses NaN, Infinity, exponents and fractions with a sentence."""
    digits = text.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number: write it as in 0.8")
    return Fraction(text)


def pause(text: str) -> Pause:
    return Pause(*span(text))


def fte_change(text: str) -> FteChange:
    when, equals, fte = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} needs YYYY-MM-DD=FTE")
    return FteChange(day(when), fraction(fte))


def weekdays(text: str) -> frozenset[int]:
    days = [part.strip().lower() for part in text.split(",")]
    if not set(days) <= set(DAYS):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of {', '.join(DAYS)}")
    return frozenset(map(DAYS.index, days))


def run_plan(arguments: argparse.Namespace) -> int:
    """Exit 0 for a usable plan, 1 when a BLOCK finding stands."""
    for name in ("full", "ceiling"):
        number = getattr(arguments, name)
        if number is not None and number < 0:
            sys.stderr.write(f"--{name} is below 0: write how many cases.\n")
            return 2
    works_on: frozenset[int] | None = arguments.works_on
    holidays, known = shipped_holidays()
    preset = shipped_presets()[arguments.preset]
    made = plan(
        start=arguments.start,
        fte=arguments.fte,
        preset=preset,
        working_days=WorkingDays(holidays, known),
        full=arguments.full,
        ceiling=arguments.ceiling,
        scale_part_time=arguments.scale_part_time,
        pauses=arguments.pause,
        fte_changes=arguments.fte_change,
        patterns=() if works_on is None else (Pattern(arguments.start, works_on),),
    )
    if arguments.format == "json":
        print_json(plan_document(made))
    else:
        print(_in_words(made))
    return 1 if any(finding.severity is Severity.BLOCK for finding in made.findings) else 0


def plan_document(made: AsyePlan) -> dict[str, object]:
    """The stable shape of docs/academy/commands.md."""
    return {
        "milestones": [
            {"key": m.key, "date": m.on.isoformat(), "due": m.due.isoformat()}
            for m in made.milestones
        ],
        "supervision": [
            {"date": t.on.isoformat(), "due": t.due.isoformat(), "band": t.band}
            for t in made.supervision
        ],
        "caps": [
            {
                "from": c.first.isoformat(),
                "to": c.last.isoformat(),
                "cap": c.cap,
                "unit": c.unit.value,
            }
            for c in made.caps
        ],
        "ends": made.ends.isoformat(),
        "findings": finding_documents(made.findings),
    }


def _in_words(made: AsyePlan) -> str:
    def when(on: date, due: date) -> str:
        return on.isoformat() if on == due else f"{on.isoformat()}, due {due.isoformat()}"

    lines = [f"{m.title}: {when(m.on, m.due)}" for m in made.milestones]
    lines += [
        f"Cap {c.first.isoformat()} to {c.last.isoformat()}: "
        + ("not known" if c.cap is None else f"{c.cap} ({c.unit.value})")
        for c in made.caps
    ]
    lines += [f"Supervision {when(t.on, t.due)} ({t.band})" for t in made.supervision]
    lines.append(f"Ends {made.ends.isoformat()}")
    lines += [f"{f.severity.value} {f.code}: {f.message}" for f in made.findings]
    return "\n".join(lines)
