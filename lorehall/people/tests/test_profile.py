"""One's own page, the settings, and who sees what."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lorehall.kernel import files
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.kernel.ui import slots
from lorehall.people import queries, rules
from lorehall.people.models import Person
from lorehall.people.panels import SLOT
from lorehall.people.viewer import VISITOR

GIVEN = {"name": "Ada L.", "handle": "ada", "about": "Engines.", "timezone": "europe/vienna", "theme": "dark"}


@pytest.fixture
def signed_in(browser, ada):
    browser.sign_in("ada@example.org")
    return browser


def picture(**save) -> bytes:
    out = BytesIO()
    image = Image.new("RGB", (600, 400), "red")
    exif = Image.Exif()
    exif[0x010E] = "taken in the secret garden"
    exif[0x0112] = 6
    image.save(out, "JPEG", exif=exif, **save)
    return out.getvalue()


def test_a_profile_is_edited(signed_in, ada, facts):
    done = signed_in.post("/settings/profile", GIVEN, follow=True)
    assert "Saved." in done.content.decode()
    ada.refresh_from_db()
    assert (ada.name, ada.handle, ada.about, ada.timezone) == ("Ada L.", "ada", "Engines.", "Europe/Vienna")
    assert 'data-theme="dark"' in done.content.decode()
    assert facts == ["people.handle_changed", "people.profile_edited"]
    assert "Engines." in signed_in.get("/people/ada").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("handle", "Аda"),
        ("handle", "ada lovelace"),
        ("handle", "settings"),
        ("handle", "a"),
        ("handle", "bo-diddley"),
        ("timezone", "Europe/Atlantis"),
        ("theme", "pink"),
        ("name", "\u202e"),
        ("about", "x" * 281),
    ],
)
def test_what_can_not_be_is_refused_at_its_field_and_nothing_is_changed(signed_in, ada, bo, field, value):
    answer = signed_in.post("/settings/profile", {**GIVEN, field: value})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'id="id_{field}_error"' in html
    assert "Engines." in html or field == "about"
    assert Person.objects.get(pk=ada.pk).name == "Ada Lovelace"
    assert Person.objects.get(pk=ada.pk).handle == "ada-lovelace"


def test_a_letter_that_looks_like_another_is_no_letter_of_a_handle(by_ada):
    for twin in ("аdmin", "ａdmin", "bо-diddley", "bo‐diddley", "ßo"):
        with pytest.raises(Refused) as refused:
            rules.change_handle(by_ada.person_id, twin, by=by_ada)
        assert refused.value.field == "handle"


def test_an_old_handle_leads_to_the_person_and_stays_theirs_for_a_year(browsers, by_ada, by_bo, clock):
    from datetime import timedelta

    clock.let_pass(timedelta(0))
    rules.change_handle(by_ada.person_id, "countess", by=by_ada)
    browser = browsers()
    browser.sign_in("bo@example.org")
    assert browser.get("/people/ada-lovelace").url == "/people/countess"
    with pytest.raises(Refused) as refused:
        rules.change_handle(by_bo.person_id, "ada-lovelace", by=by_bo)
    assert refused.value.code == "handle_taken"
    assert rules.create_person("Ada Lovelace", "other@example.org").handle == "ada-lovelace-2"
    rules.change_handle(by_ada.person_id, "ada-lovelace", by=by_ada)
    assert browser.get("/people/countess").status_code == 302
    rules.change_handle(by_ada.person_id, "countess", by=by_ada)
    clock.let_pass(timedelta(days=366))
    rules.change_handle(by_bo.person_id, "ada-lovelace", by=by_bo)
    assert queries.profile("ada-lovelace", viewer=by_ada).name == "Bo Diddley"


def test_a_handle_is_folded_however_it_was_typed(by_ada):
    assert rules.change_handle(by_ada.person_id, " @Countess ", by=by_ada) == "countess"
    assert queries.profile("COUNTESS", viewer=by_ada).handle == "countess"


def test_only_oneself_changes_ones_account(by_ada, by_bo):
    for change in (
        lambda by: rules.change_handle(by_ada.person_id, "x1", by=by),
        lambda by: rules.edit_profile(by_ada.person_id, by=by, name="x"),
        lambda by: rules.remove_photo(by_ada.person_id, by=by),
        lambda by: rules.set_photo(by_ada.person_id, picture(), by=by),
    ):
        with pytest.raises(Forbidden):
            change(by_bo)
        with pytest.raises(Hidden):
            change(VISITOR)


def test_a_photo_loses_its_metadata_and_becomes_a_square(signed_in, ada):
    sent = SimpleUploadedFile("me.jpg", picture(), content_type="image/jpeg")
    signed_in.post("/settings/photo", {"photo": sent})
    key = Person.objects.get(pk=ada.pk).photo
    stored = files.path_of(key).read_bytes()
    image = Image.open(BytesIO(stored))
    assert image.size == (320, 320)
    assert not image.getexif()
    assert b"secret garden" not in stored
    page = signed_in.get("/people/ada-lovelace").content.decode()
    assert f"/uploads/{key}" in page
    signed_in.post("/settings/photo", {"act": "remove"})
    assert Person.objects.get(pk=ada.pk).photo == ""
    assert ">AL<" in signed_in.get("/people/ada-lovelace").content.decode()


@pytest.mark.parametrize(
    "data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_refused(signed_in, ada, data):
    answer = signed_in.post("/settings/photo", {"photo": SimpleUploadedFile("me.png", data)})
    assert answer.status_code == 422
    assert 'id="id_photo_error"' in answer.content.decode()
    assert Person.objects.get(pk=ada.pk).photo == ""


def test_a_visitor_sees_a_profile_only_where_the_person_agreed(browser, ada, by_ada):
    assert browser.get("/people/ada-lovelace").status_code == 404
    rules.edit_profile(ada.pk, by=by_ada, name="Ada", public_profile=True)
    assert browser.get("/people/ada-lovelace").status_code == 200


def test_an_attributed_author_is_shown_with_where_they_come_from(browser, db):
    author = rules.Author(key="7", name="Bob", url="https://devops.example/users/7", about="Pipelines")
    rules.attribute_many("devops.example", [author])
    handle = Person.objects.get().handle
    page = browser.get(f"/people/{handle}").content.decode()
    assert 'href="https://devops.example/users/7"' in page
    assert "no account here" in page
    assert "here since" not in page


def test_an_origin_that_is_no_web_address_is_no_link(browser, db):
    rules.attribute("evil", "7", "Bob", "javascript:alert(1)")
    page = browser.get(f"/people/{Person.objects.get().handle}").content.decode()
    assert "javascript:" not in page


def test_me_leads_to_ones_own_page(signed_in):
    assert signed_in.get("/people/me").url == "/people/ada-lovelace"
    assert signed_in.get("/settings").url == "/settings/profile"


@pytest.fixture
def no_panels_of_higher_floors():
    """A person's page as this floor builds it; what stands above counts its own statements."""
    above = slots.filled(SLOT)
    slots.fill(SLOT, lambda _request, _person_id: ())
    yield
    slots.fill(SLOT, above or (lambda _request, _person_id: ()))


@pytest.mark.usefixtures("no_panels_of_higher_floors")
def test_pages_of_people_cost_what_they_may(signed_in, ada, queries):
    for path, budget in (
        ("/people/ada-lovelace", 2),
        ("/settings/profile", 2),
        ("/settings/sessions", 2),
        ("/settings/account", 4),
    ):
        signed_in.get(path)
        with queries.at_most(budget):
            signed_in.get(path)
