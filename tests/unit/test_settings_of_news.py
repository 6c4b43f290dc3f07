"""Who is told of editions: refused with a sentence when it could not work or would not be safe."""

import pytest

from service.setting_values import SettingsError
from service.settings import DEMO_MAIL, load

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MAIL = {
    "SCORECARD_MAIL_SERVER": "smtps://user:p%40ss@mail.example:465",
    "SCORECARD_MAIL_FROM": "scorecard@council.example",
    "SCORECARD_MAIL_TO": "one@council.example, two@council.example",
}


def test_webhooks_and_mail_are_read() -> None:
    settings = load(
        {
            "SCORECARD_WEBHOOKS": "https://a.example/x  http://127.0.0.1:9000/y",
            "SCORECARD_WEBHOOK_SECRET": SECRET,
            **MAIL,
        }
    )
    assert settings.webhooks == ("https://a.example/x", "http://127.0.0.1:9000/y")
    assert len(settings.webhook_secret) == 24
    assert settings.mail_to == ("one@council.example", "two@council.example")


def test_nobody_is_told_unless_somebody_is_named_but_in_the_demo_a_folder() -> None:
    assert (load({}).webhooks, load({}).mail_to) == ((), ())
    demo = load({"SCORECARD_DEMO": "yes"})
    assert (demo.mail_server, demo.mail_to) == (DEMO_MAIL["mail_server"], DEMO_MAIL["mail_to"])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SCORECARD_WEBHOOKS": "https://a.example"}, "needs SCORECARD_WEBHOOK_SECRET"),
        ({"SCORECARD_WEBHOOKS": "http://a.example"}, "use https"),
        ({"SCORECARD_WEBHOOKS": "ftp://a.example"}, "no web address"),
        ({"SCORECARD_WEBHOOKS": "a.example"}, "no web address"),
        ({"SCORECARD_WEBHOOKS": "https://a.example:99999"}, "no web address"),
        ({"SCORECARD_WEBHOOKS": "https://a.example/" + "x" * 2000}, "no web address"),
        ({"SCORECARD_WEBHOOK_SECRET": "secret"}, "whsec_"),
        ({"SCORECARD_WEBHOOK_SECRET": "whsec_c2hvcnQ="}, "24 bytes"),
        ({"SCORECARD_WEBHOOK_SECRET": "whsec_not base 64"}, "24 bytes"),
        ({"SCORECARD_MAIL_SERVER": "smtp://mail.example"}, "needs both of"),
        ({"SCORECARD_MAIL_TO": "one@council.example"}, "needs both of"),
        ({**MAIL, "SCORECARD_MAIL_FROM": "council"}, "not a mail address"),
        ({**MAIL, "SCORECARD_MAIL_TO": "one@council.example <x>"}, "not a mail address"),
        ({**MAIL, "SCORECARD_MAIL_SERVER": "http://mail.example"}, "SCORECARD_MAIL_SERVER is"),
    ],
)
def test_what_would_not_work_is_refused_with_a_sentence(
    changed: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        load(changed)
