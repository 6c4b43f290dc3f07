"""What private calendars have been told of an ASYE year, so that nothing leaves one in silence."""

from service.storage.ddl import Ddl


def forwards(db: Ddl) -> list[str]:
    return [
        db.table(
            "asye_calendar",
            db.key(),
            db.reference("year", "asye_year"),
            db.json("told"),
            db.unique("year"),
        ),
    ]
