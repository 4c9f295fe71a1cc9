"""Made-up content for the style guide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from markupsafe import Markup

from lorehall.kernel import clock
from lorehall.kernel.ui.forms import Form
from lorehall.kernel.ui.shell import Action, Entry, PlaceHead, Section, Shell


@dataclass(frozen=True, slots=True)
class Somebody:
    """A made-up person, with all that the frame asks of a reader."""

    name: str
    hue: int
    photo: str = ""
    person_id: int | None = 1
    timezone: str = ""
    language: str = "en"
    theme: str = "auto"

    @property
    def handle(self) -> str:
        return self.name.split()[0].lower()


ADA, TOMEK, SABA = Somebody("Ada Oduya", 3), Somebody("Tomek Bielik", 14), Somebody("Saba Karim", 26)
LUIS, RAVI, EFUA = Somebody("Luis Jarama", 33), Somebody("Ravi Menda", 6), Somebody("Efua Osman", 31)
PLACE = PlaceHead(
    "Calm Delivery",
    "How our teams release often and sleep well. For whoever builds or runs a service.",
    "/",
    18,
)

QUESTION = Markup(
    "<p>We renamed <code>orders.state</code> in one go. Ten minutes later half of the web processes still ran the "
    "old code, and every second request failed. Taking back the code was easy; taking back the column was not.</p>"
    "<p>What I tried: undoing the migration by hand on a replica, which held a lock for eleven minutes. By Friday "
    "I must decide whether we forbid renames, or whether there is an order of steps that is safe.</p>"
)
ANSWER = Markup(
    "<p>Never rename in one step. Widen, move, narrow: add the new column, write to both, fill in batches, read "
    "from the new one, and drop the old column a release later. Each state in between suits both versions of the "
    "code, so that going back is only ever a matter of code.</p>"
    '<pre><code><span class="k">ALTER</span> <span class="k">TABLE</span> orders <span class="k">ADD</span> status '
    'text;\n<span class="k">SET</span> lock_timeout <span class="o">=</span> <span class="s1">\'2s\'</span>;'
    "</code></pre>"
)
OTHER = Markup(
    "<p>Where the table is small, a view under the old name buys you a week. We did so for the ledger; it took one "
    "afternoon.</p><blockquote><p>Measure first, then choose.</p></blockquote><table><thead><tr><th>Way</th>"
    "<th>Releases</th></tr></thead><tbody><tr><td>View</td><td>1</td></tr><tr><td>Two columns</td><td>2</td></tr>"
    "</tbody></table>"
)


class SampleForm(Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As people should greet you.")
    about = forms.CharField(label="What you do", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    joining = forms.ChoiceField(
        label="How people join",
        choices=[
            ("open", "Whoever wants to"),
            ("by_request", "By asking"),
            ("by_invitation", "When invited"),
        ],
        widget=forms.RadioSelect,
    )
    zone = forms.ChoiceField(label="Time zone", choices=[("", "My browser’s"), ("Europe/Lisbon", "Lisbon")])
    public = forms.BooleanField(
        label="Show my profile to visitors", required=False, help_text="Otherwise only members see it."
    )


def shell(current: str) -> Shell:
    """The frame of the guide, filled to the brim."""

    def entry(key: str, label: str, icon: str | None, count: str | None = None) -> Entry:
        return Entry(key, label, f"?page={key}", icon, count, current=key == current)

    places = (
        entry("home", "Home", "house"),
        entry("question", "Questions", "circle-question-mark", "3 open"),
        entry("conversations", "Conversations", "message-square", "12"),
        entry("people", "People", "users", "214"),
        entry("guide", "Charter", "scroll-text"),
    )
    more = Entry("more", "More", "#places", "menu")
    return Shell(
        site_name="Lorehall",
        viewer=ADA,
        place=PLACE,
        sections=(
            Section(None, places),
            Section("Stewarding", (entry("desk", "Launch list", "list-checks", "7"),)),
            Section("Rooms", (entry("core", "Core group", None, count="private"), entry("new", "New on call", None))),
        ),
        primary=Action("Ask or share", "?page=guide"),
        search_url="/_guide",
        account=(
            Action("Profile", "?page=guide", "user"),
            Action("Settings", "?page=guide", "settings"),
            Action("Sign out", "?page=guide", "log-out", post=True),
        ),
        bottom=(*places[:4], more),
        footer=(Action("About", "?page=guide"),),
    )


def sample() -> dict[str, Any]:
    """The guide's context."""
    now = clock.now()
    form = SampleForm({"about": "I run releases.", "joining": "open"})
    form.is_valid()
    return {
        "form": form,
        "people": (ADA, TOMEK, SABA, LUIS, RAVI, EFUA),
        "ada": ADA,
        "tomek": TOMEK,
        "saba": SABA,
        "luis": LUIS,
        "ravi": RAVI,
        "efua": EFUA,
        "question": QUESTION,
        "answer": ANSWER,
        "other": OTHER,
        "hours": [now - timedelta(hours=n) for n in (2, 5, 26, 50)],
        "asked": now - timedelta(days=40),
        "diff_lines": [
            ("same", "Write to both."),
            ("removed", Markup("Fill in <del>one go</del>.")),
            ("added", Markup("Fill in <ins>batches of a few thousand</ins>.")),
            ("gap", ""),
        ],
    }
