"""ical.js, the calendar reader of Thunderbird, in a real browser: it sees each event as it is."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.feed_examples import Seen, everything, feed_of, seen

ICAL_JS = Path(__file__).parent / "ical.js" / "ical.min.js"
READ = """
async ([source, feed]) => {
  const file = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
  const {default: ICAL} = await import(file);
  const calendar = new ICAL.Component(ICAL.parse(feed));
  const shown = (time) =>
    time.isDate ? time.toString() : time.toJSDate().toISOString().replace(".000", "");
  const events = calendar.getAllSubcomponents("vevent").map((each) => {
    const event = new ICAL.Event(each);
    const text = (name) => each.getFirstPropertyValue(name) ?? "";
    return [
      event.uid, shown(event.startDate), shown(event.endDate), event.summary, event.location ?? "",
      event.description ?? "", text("status"), event.sequence,
    ];
  });
  const alarms = calendar.getAllSubcomponents("vevent")
    .filter((each) => each.getFirstSubcomponent("valarm")).length;
  return {name: calendar.getFirstPropertyValue("name"), alarms, events,
          refresh: calendar.getFirstPropertyValue("refresh-interval").toSeconds()};
}
"""


@pytest.mark.browser
@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Kolkata"])
async def test_ical_js_sees_every_event_as_it_is(browser: Browser, zone: str) -> None:
    """The zone comes from the feed alone: ical.js knows none of its own."""
    events = everything()
    feed = feed_of(events, alarm_minutes=15)
    context = await browser.new_context(timezone_id=zone)
    try:
        page = await context.new_page()
        read = await page.evaluate(READ, [ICAL_JS.read_text(), feed.decode()])
    finally:
        await context.close()
    assert sorted(Seen(*event) for event in read["events"]) == sorted(map(seen, events))
    assert read["refresh"] == 6 * 3600
    # ical.js leaves the escapes in a property that RFC 5545 itself does not name
    assert read["name"].replace("\\", "") == "Academy; 2027, Preston"
    assert read["alarms"] == feed.count(b"BEGIN:VALARM") > 0
