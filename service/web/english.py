"""Days and times of day as people in England write them (GOV.UK style)."""

from datetime import date, datetime, time, timedelta

from service import clock


def day_words(day: date) -> str:
    """``Monday 14 December 2026``."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def time_words(at: time) -> str:
    """``9am``, ``1:30pm``, ``midday``, ``midnight``."""
    if at.minute == 0 and at.hour in {0, 12}:
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def span_words(start: time, end: time) -> str:
    """``9am to 4:30pm``."""
    return f"{time_words(start)} to {time_words(end)}"


def days_words(first: date, last: date) -> str:
    """``14 to 25 September 2026``, ``14 December 2026 to 4 January 2027``; one day by itself."""
    if first == last:
        return day_words(first)
    if first.year != last.year:
        return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    if first.month != last.month:
        return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"
    return f"{first.day} to {last.day} {last:%B %Y}"


def moment_words(at: datetime) -> str:
    """``2:05pm on 14 December 2026``, by the clock in England."""
    local = at.astimezone(clock.LONDON)
    return f"{time_words(local.time().replace(second=0, microsecond=0))} on {date_words(local)}"


def date_words(at: datetime) -> str:
    """``14 December 2026``, the day in England."""
    local = at.astimezone(clock.LONDON)
    return f"{local.day} {local:%B %Y}"


def near_words(day: date, today: date) -> str:
    """``today``, ``tomorrow``, ``in 5 days``, ``in 3 weeks``; empty for what is over."""
    left = (day - today) // timedelta(days=1)
    if left < 0:
        return ""
    if left < 2:
        return ("today", "tomorrow")[left]
    return f"in {left} days" if left < 21 else f"in {left // 7} weeks"
