"""An officer gives options their pictures; respondents choose by them."""

import io
import re

import pytest
from PIL import Image

from engage.core.permissions import Role
from tests.factories.surveys import make_survey
from tests.integration.page import Page

HERE = "/staff/surveys/park/builder/questions/q1/pictures"


def jpeg():
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture
def officer(database, sign_in, at):
    with database.transaction() as session:
        make_survey(session, at=at, publish=False)
    return sign_in(Role.PLANNER)


def hidden(officer):
    text = officer.get(HERE).get_data(as_text=True)
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', text).group(1)
        for name in ("revision", "token")
    }


def send(officer, **fields):
    return officer.post(HERE, data=hidden(officer) | fields, content_type="multipart/form-data")


def test_a_picture_with_its_words_is_shown_to_anybody(officer, client):
    files = {"picture-1": (io.BytesIO(jpeg()), "公園.JPG")}
    assert send(officer, **files, **{"alt-1-ja": "木のある公園"}).status_code == 303
    page = Page.of(officer.get(HERE))
    assert page.faults() == []
    (picture,) = page.all("img")
    assert picture.get("alt") == "木のある公園"
    shown = client.get(picture.get("src"))
    assert shown.status_code == 200
    assert shown.mimetype == "image/jpeg"
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_a_picture_without_words_is_asked_about(officer):
    response = send(officer, **{"picture-1": (io.BytesIO(jpeg()), "a.jpg")})
    assert response.status_code == 422
    assert "絵の代わりになることばを書いてください。" in response.get_data(as_text=True)


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a"])
def test_only_pictures_are_pictures(officer, name):
    files = {"picture-1": (io.BytesIO(b"<svg onload=alert(1)>"), name)}
    assert send(officer, **files, **{"alt-1-ja": "x"}).status_code == 422


def test_a_picture_can_be_taken_away(officer):
    files = {"picture-1": (io.BytesIO(jpeg()), "a.jpg")}
    send(officer, **files, **{"alt-1-ja": "公園"})
    assert send(officer, **{"remove-1": "1", "alt-1-ja": "公園"}).status_code == 303
    assert Page.of(officer.get(HERE)).all("img") == []


@pytest.mark.parametrize("name", ["x.jpg", "f" * 64 + ".jpg", "f" * 64 + ".svg", "..%2f..%2fetc"])
def test_a_picture_that_is_not_there(client, name):
    assert client.get(f"/pictures/{name}").status_code == 404


def test_a_question_in_words_has_no_pictures(officer):
    assert officer.get(HERE.replace("q1", "q5")).status_code == 404
