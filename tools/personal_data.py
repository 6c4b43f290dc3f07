"""Write docs/operate/personal-data.md from the register of personal data and its rules."""

from pathlib import Path

from service.personal.groups import held
from service.personal.rules import WORDS, days_of, how_long
from service.settings import Settings

TARGET = Path(__file__).parents[1] / "docs" / "operate" / "personal-data.md"
BEGINNING = """# Personal data: what is held, how long, and one person's rights

Made from `service/personal/data/register.tsv` by `tools/personal_data.py`; `/privacy` and `/privacy/register` say the same to the public.

## Retention
`python -m service retention run` deletes what is over its time, one transaction for each rule, and writes what it did into the audit trail. Let it run every night.
`--dry-run` counts and changes nothing; `--format json` prints `{"dry_run", "rules": [{"rule", "days", "before", "found", "deleted"}]}`.
`SCORECARD_KEEP_DAYS` sets the days, as `commitments=365 exit-words=730`.

| rule | days | in words |
|---|---|---|
"""
PERSON = """
## One person
`python -m service person export|erase --member ID | --number REGISTRATION_NUMBER | --email ADDRESS`, or *Accounts, One person's data* in the browser (administrators).
`export` prints one JSON document: `{"person", "held": [{"table", "what", "kept", "rows"}], "by_name", "elsewhere"}`, every personal column of the register that leads to the person.
`erase` takes the identity and leaves the numbers: the keyed code becomes one that nobody can work out, names and addresses go, words of an exit interview go, links and
calendar addresses end. Published editions stay as they are and still verify; drafts show the same figures. Who is still in post, in a cohort that goes on, or the only administrator is refused.
What stays, and why, is in the answer: the audit trail (to account for changes), the sealed files as received and sealed records of editions (to verify what was published), and a name where
somebody else's plan or decision has it. If a later return names the registration number again, the person is a stranger to the service: tell human resources.

"""


def text() -> str:
    settings = Settings()
    rules = "".join(
        f"| `{rule}` | {days_of(rule, settings) or ''} | {how_long(rule, settings)} |\n"
        for rule in WORDS
    )
    parts = []
    for each in held(settings):
        lines = "".join(
            f"| `{line.table}` | {', '.join(f'`{name}`' for name in line.columns)} | {line.what} | `{line.kept}` |\n"
            for line in each.lines
        )
        group = each.group
        parts.append(
            f"## {group.title}\n{group.what} Why: {group.why} Who sees it: {group.who_sees}\n\n"
            f"| table | columns | what | kept |\n|---|---|---|---|\n{lines}"
        )
    return BEGINNING + rules + PERSON + "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
