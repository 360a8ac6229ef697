"""What is typed in an assessment or a decision is kept where an interest refuses it."""

import re

import pytest

TYPED = "En begrundelse, der tog lang tid at skrive."


@pytest.fixture
def own(site):
    yield site
    site.restore()


def _sent(site, path, **data):
    once = f"refused-{len(data)}-{path}"[:60]
    return site.client("officer").post(path, data={"csrf_token": site.token("officer"), "once": once, **data})


def test_who_has_an_interest_keeps_what_they_typed(own):
    application = own.at("/da/applications/{submitted_application}")
    names = re.findall(r'name="((?:points|reason)_\d+)"', own.client("officer").get(f"{application}/assessment").text)
    assert names
    said = _sent(own, f"{application}/assessment", interest="Min søster er projektleder.")
    assert said.status_code == 303
    points = {one: "3" if one.startswith("points") else TYPED for one in dict.fromkeys(names)}
    assessed = _sent(own, f"{application}/assessment", interest="", **points)
    assert (assessed.status_code, TYPED in assessed.text, 'role="alert"' in assessed.text) == (422, True, True)
    page = own.client("officer").get(f"{application}/decision").text
    stops = re.findall(r'<option value="(\d+)"', page)
    decided = _sent(own, f"{application}/decision", decision_id=stops[0], granted="1.000", reason=TYPED)
    assert (decided.status_code, TYPED in decided.text, 'role="alert"' in decided.text) == (422, True, True)
