"""The words migrations are written in: one text, the same rules on both databases.

SQLite by itself enforces neither types nor lengths, so every column says there with a CHECK what
PostgreSQL says with its type; text sorts by code point on both (COLLATE "C"); keys count on and
never come back. Migrations that have been applied anywhere keep their meaning for ever: this
module may gain words, but what a word says never changes (tests/storage/test_history.py compares
fingerprints).
"""

from typing import Literal

DialectName = Literal["sqlite", "postgres"]


ONE_OF = "{} IN ("


class Ddl:
    """Writes statements for one database. Every method returns SQL text."""

    def __init__(self, dialect: DialectName) -> None:
        self.dialect = dialect
        self.sqlite = dialect == "sqlite"

    # Columns: NOT NULL unless said otherwise; ``rule`` completes a CHECK on the column ("{} >= 0").

    def key(self, name: str = "id", *, big: bool = True) -> str:
        """Write a row number given by the database."""
        if self.sqlite:
            return f'"{name}" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL'
        return f'"{name}" {"BIGSERIAL" if big else "SERIAL"} PRIMARY KEY'

    def uuid(
        self, name: str, *, primary: bool = False, unique: bool = False, null: bool = False
    ) -> str:
        extra = " PRIMARY KEY" if primary else " UNIQUE" if unique else ""
        hexadecimal = (
            "length(replace({}, '-', '')) = 32 AND replace({}, '-', '') NOT GLOB '*[^0-9a-f]*'"
        )
        return self._column(
            name, "UUID", "UUID", f"length({{}}) = 36 AND {hexadecimal}", null=null, extra=extra
        )

    def text(
        self,
        name: str,
        limit: int | None = None,
        *,
        null: bool = False,
        primary: bool = False,
        unique: bool = False,
        rule: str = "",
    ) -> str:
        kind = f"VARCHAR({limit})" if limit else "TEXT"
        shape = "typeof({}) = 'text' AND instr({}, char(0)) = 0"
        if limit:
            shape += f" AND length({{}}) <= {limit}"
        if self.sqlite and rule.startswith(ONE_OF):
            # A value that equals a short text needs no look at its type or length, and SQLite
            # builds the list of an IN anew for every row: half the cost of an employment.
            choices = rule.removeprefix(ONE_OF).removesuffix(")").split(",")
            shape, rule = " OR ".join(f"{{}} = {choice.strip()}" for choice in choices), ""
        extra = " PRIMARY KEY" if primary else " UNIQUE" if unique else ""
        return self._column(
            name, kind, f'{kind} COLLATE "C"', shape, null=null, rule=rule, extra=extra
        )

    def whole(
        self,
        name: str,
        *,
        null: bool = False,
        big: bool = False,
        unique: bool = False,
        rule: str = "",
    ) -> str:
        shape = "typeof({}) = 'integer'"
        if not big:
            shape += " AND {} BETWEEN -2147483648 AND 2147483647"
        kind = "BIGINT" if big else "INTEGER"
        extra = " UNIQUE" if unique else ""
        return self._column(name, "INTEGER", kind, shape, null=null, rule=rule, extra=extra)

    def flag(self, name: str, *, null: bool = False) -> str:
        shape = "typeof({}) = 'integer' AND {} IN (0, 1)"
        return self._column(name, "BOOLEAN", "BOOLEAN", shape, null=null)

    def date(self, name: str, *, null: bool = False) -> str:
        # Only a real day written YYYY-MM-DD comes back the same: adding nothing makes SQLite
        # count, and turns 30 February into 2 March. IS, as nonsense comes back as NULL.
        shape = "typeof({}) = 'text' AND {} IS date({}, '+0 days')"
        rule = "{} >= '0001-01-01' AND {} <= '9999-12-31'"
        return self._column(name, "DATE", "DATE", shape, null=null, rule=rule)

    def instant(self, name: str, *, null: bool = False) -> str:
        """Write a moment in UTC, as Piccolo stores it: 2026-11-22 20:40:42[.123456]+00:00."""
        shape = (
            "typeof({}) = 'text' AND {} GLOB '????-??-?? ??:??:??*+00:00'"
            " AND length({}) IN (25, 32) AND substr({}, 1, 19) IS datetime({}, '+0 days')"
        )
        rule = "" if self.sqlite else "{} >= '0001-01-01 00:00Z' AND {} < '10000-01-01 00:00Z'"
        return self._column(name, "TIMESTAMPTZ", "TIMESTAMPTZ", shape, null=null, rule=rule)

    def bytes(self, name: str, *, rule: str = "") -> str:
        return self._column(name, "BLOB", "BYTEA", "typeof({}) = 'blob'", rule=rule)

    def json(self, name: str, *, null: bool = False) -> str:
        """Write a JSON object or list: a bare number would not come back as text from SQLite."""
        shape = "typeof({}) = 'text' AND json_valid({})"
        kind = "json_type" if self.sqlite else "json_typeof"
        rule = f"{kind}({{}}) IN ('object', 'array')"
        return self._column(name, "JSON", "JSON", shape, null=null, rule=rule)

    def reference(
        self,
        name: str,
        table: str,
        column: str = "id",
        *,
        kind: Literal["UUID", "INTEGER", "BIGINT"] = "UUID",
        null: bool = False,
    ) -> str:
        """Write a reference; the row it leads to can then not be deleted."""
        written = "INTEGER" if self.sqlite and kind == "BIGINT" else kind
        needed = "" if null else " NOT NULL"
        return (
            f'"{name}" {written}{needed} REFERENCES "{table}" ("{column}")'
            " ON DELETE RESTRICT ON UPDATE RESTRICT"
        )

    def _column(
        self,
        name: str,
        sqlite_kind: str,
        postgres_kind: str,
        sqlite_shape: str,
        *,
        null: bool = False,
        rule: str = "",
        extra: str = "",
    ) -> str:
        quoted = f'"{name}"'
        rules = [f"({rule})"] if rule else []
        if self.sqlite:
            rules.insert(0, f"({sqlite_shape})")
        text = " AND ".join(rules).replace("{}", quoted)
        if text and null:
            text = f"{quoted} IS NULL OR ({text})"
        kind = sqlite_kind if self.sqlite else postgres_kind
        needed = "" if null else " NOT NULL"
        return f"{quoted} {kind}{extra}{needed}" + (f" CHECK ({text})" if text else "")

    # Tables and what stands beside them.

    def table(self, name: str, *parts: str) -> str:
        return f'CREATE TABLE "{name}" (\n    ' + ",\n    ".join(parts) + "\n)"

    def check(self, name: str, rule: str) -> str:
        return f'CONSTRAINT "{name}" CHECK ({rule})'

    def unique(self, *columns: str) -> str:
        return f"UNIQUE ({_listed(columns)})"

    def index(
        self, name: str, table: str, *columns: str, where: str = "", unique: bool = False
    ) -> str:
        """Write an index; a column may be an expression in brackets."""
        kind = "UNIQUE INDEX" if unique else "INDEX"
        condition = f" WHERE {where}" if where else ""
        return f'CREATE {kind} "{name}" ON "{table}" ({_listed(columns)}){condition}'

    def refusal(self) -> list[str]:
        """Write what ``append_only`` needs, once in the history."""
        return [] if self.sqlite else [_REFUSE_CHANGE]

    def append_only(self, table: str, *keys: tuple[str, ...]) -> list[str]:
        """Write triggers that refuse to change or delete a row.

        ``keys`` are the unique keys of the table: SQLite's INSERT OR REPLACE deletes the row in
        the way without asking a delete trigger, so an insert that meets a row is refused first.
        """
        refuse = "EXECUTE FUNCTION refuse_change()"
        changed = f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}"'
        emptied = f'CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "{table}"'
        if not self.sqlite:
            return [
                f"{changed} FOR EACH ROW {refuse}",
                f"{emptied} FOR EACH STATEMENT {refuse}",
            ]
        statements = [
            f'CREATE TRIGGER "{table}_no_{event.lower()}" BEFORE {event} ON "{table}"'
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only: {event} is refused'); END"
            for event in ("UPDATE", "DELETE")
        ]
        for number, key in enumerate(keys, start=1):
            name = f"{table}_no_replace_{number}"
            taken = " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
            words = f"UNIQUE constraint failed: {table} ({', '.join(key)})"
            found = f'EXISTS (SELECT 1 FROM "{table}" WHERE {taken})'  # noqa: S608 -- names of a migration
            statements.append(
                f'CREATE TRIGGER "{name}" BEFORE INSERT ON "{table}" WHEN {found}'
                f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
        return statements


APPEND_ONLY = "AO001"
"""SQLSTATE of the refusal on PostgreSQL; of no standard class, so that nothing else raises it."""

_REFUSE_CHANGE = f"""\
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = '{APPEND_ONLY}';
END $$"""


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(column if column.startswith("(") else f'"{column}"' for column in columns)
