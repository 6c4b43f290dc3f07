"""``python -m service cohort propose``: dates of a cohort from an anchor."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from academy.errors import AcademyError
from academy.findings import Severity
from academy.planning import Later, Move, Proposal, propose
from academy.printed_programme import read_programme
from academy.reserved import Reserved
from academy.working_days import Closure, WorkingDays, bank_holidays
from service.cohorts.documents import finding_documents, programme_document_of, programme_in_words
from service.cohorts.printed_file import TimetableUnreadable, read_headings, read_rows
from service.cohorts.shipped import block_specs, shipped_holidays
from service.command import Subcommands, add_format, day, print_json, span


def register(commands: Subcommands) -> None:
    programme = commands.add_parser("programme", help="Programmes of the academy")
    tasks = programme.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = tasks.add_parser("check", help="Read a printed timetable and say what is wrong with it")
    check.add_argument("file", type=Path, metavar="FILE", help="TSV, CSV or XLSX")
    check.add_argument(
        "--blocks", type=Path, metavar="FILE", help="The list of blocks and their dates"
    )
    check.add_argument("--stated-days", type=int, metavar="N", help="Days the announcement states")
    add_format(check)
    check.set_defaults(run=run_check)
    cohort = commands.add_parser("cohort", help="Plan academy cohorts")
    actions = cohort.add_subparsers(dest="action", required=True, metavar="ACTION")
    parser = actions.add_parser("propose", help="Propose the dates of a cohort from its first day")
    parser.add_argument(
        "--programme", required=True, metavar="KEY", help="Programme, as in lancashire"
    )
    parser.add_argument("--anchor", required=True, type=day, metavar="YYYY-MM-DD")
    parser.add_argument(
        "--closure", action="append", default=[], type=closure, metavar="A..B",
        help="Days without sessions, as in 2027-04-01..2027-04-09; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--move", action="append", default=[], type=move, metavar="BLOCK=YYYY-MM-DD:REASON",
        help="Put a block elsewhere, with the reason; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--chain", action="store_true", help="Blocks after a moved one move with it"
    )
    parser.add_argument(
        "--with-cohort", action="append", default=[], type=other_cohort, metavar="NAME=A..B",
        help="Working days another cohort has of the same leads, as in cohort-3=2018-04-16..2018-04-27; "
        "may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--bank-holidays", type=Path, metavar="FILE", help="A newer list in the GOV.UK format"
    )
    add_format(parser)
    parser.set_defaults(run=run_propose)


def closure(text: str) -> Closure:
    first, last = span(text)
    return Closure(first, last, "a closure")


def other_cohort(text: str) -> tuple[str, date, date]:
    name, equals, days = text.partition("=")
    if not (name.strip() and equals):
        raise argparse.ArgumentTypeError(f"{text!r} needs NAME=A..B")
    return name.strip(), *span(days)


def move(text: str) -> tuple[str, Move]:
    block, equals, rest = text.partition("=")
    when, colon, reason = rest.partition(":")
    if not (block and equals and colon and reason.strip()):
        raise argparse.ArgumentTypeError(f"{text!r} needs BLOCK=YYYY-MM-DD:REASON")
    return block, Move(to=day(when), reason=reason.strip(), by="the command line")


def run_propose(arguments: argparse.Namespace) -> int:
    """Exit 0 when the dates can be published, 1 when a BLOCK finding stands, 2 for unusable input."""
    try:
        specs = block_specs(arguments.programme)
        holidays, known = (
            bank_holidays(json.loads(arguments.bank_holidays.read_text("utf-8")))
            if arguments.bank_holidays
            else shipped_holidays()
        )
        moves = dict(arguments.move)
        unknown = sorted(set(moves) - {spec.key for spec in specs})
        if unknown:
            sys.stderr.write(f"The programme has no block {', '.join(unknown)}.\n")
            return 2
        working_days = WorkingDays(holidays, known, tuple(arguments.closure))
        proposal = propose(
            blocks=specs,
            anchor=arguments.anchor,
            working_days=working_days,
            moves=moves,
            later=Later.CHAIN if arguments.chain else Later.ANCHOR,
            others=[
                Reserved(name, "the same leads", working_days.between(first, last))
                for name, first, last in arguments.with_cohort
            ],
        )
    except (AcademyError, OSError, ValueError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    if arguments.format == "json":
        print_json(proposal_document(proposal))
    else:
        print(_in_words(proposal))
    return 1 if any(finding.severity is Severity.BLOCK for finding in proposal.findings) else 0


def run_check(arguments: argparse.Namespace) -> int:
    """Exit 0 when it can be used as it is, 1 when a BLOCK finding stands, 2 for an unusable file."""
    try:
        rows = read_rows(arguments.file)
        headings = read_headings(arguments.blocks) if arguments.blocks else []
    except TimetableUnreadable as refusal:
        sys.stderr.write(f"{refusal}.\n")
        return 2
    holidays, known = shipped_holidays()
    read = read_programme(
        rows,
        headings=headings,
        working_days=WorkingDays(holidays, known),
        stated_days=arguments.stated_days,
    )
    if arguments.format == "json":
        print_json(programme_document_of(read))
    else:
        print(programme_in_words(read))
    return 1 if any(finding.severity is Severity.BLOCK for finding in read.findings) else 0


def proposal_document(proposal: Proposal) -> dict[str, object]:
    """The stable shape of docs/academy/commands.md."""
    return {
        "blocks": [
            {
                "key": block.key,
                "offset_weeks": block.offset_weeks,
                "dates": [when.isoformat() for when in block.dates],
                "moved_from": block.moved_from.isoformat() if block.moved_from else None,
                "reason": block.reason,
            }
            for block in proposal.blocks
        ],
        "days": proposal.days,
        "findings": finding_documents(proposal.findings),
        "alternatives": [when.isoformat() for when in proposal.alternatives],
    }


def _days(count: int) -> str:
    """``1 day``, ``10 days``."""
    return "1 day" if count == 1 else f"{count} days"


def _in_words(proposal: Proposal) -> str:
    lines = [f"{_days(proposal.days)} from {proposal.anchor:%A} {proposal.anchor.isoformat()}"]
    for block in proposal.blocks:
        first, last = block.dates[0], block.dates[-1]
        when = first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
        why = f"  ({block.reason})" if block.reason else ""
        lines.append(f"  {block.key:<12} {when}, {_days(len(block.dates))}{why}")
    lines += [f"{f.severity.value} {f.code}: {f.message}" for f in proposal.findings]
    return "\n".join(lines)
