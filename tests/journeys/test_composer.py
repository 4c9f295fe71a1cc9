"""The composer: its toolbar and keys, lists and code, rich paste, completion, emoji, quoting, the preview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.journeys.chromium import complaints
from tests.journeys.keys import Keyboard
from tests.whereabouts import At, conversation, question

Enter = Callable[[Page, Any], None]
PASTE = """(area, kinds) => {
  const data = new DataTransfer()
  for (const [kind, text] of Object.entries(kinds)) data.setData(kind, text)
  const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
  return area.dispatchEvent(event)
}"""

TOOLS = """async () => {
  while (!customElements.get('text-composer').ready) await new Promise(done => setTimeout(done, 10))
}"""


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


@pytest.fixture
def talked(town: people.Cast) -> At:
    """Ada's conversation."""
    return conversation(town, town.bakers)


@pytest.fixture
def area(page: Page, town: people.Cast, talked: At, enter_as: Enter) -> Locator:
    """Bo's empty reply under it, with the tools there."""
    enter_as(page, town.person("bo"))
    page.goto(f"/t/{talked.parts['item_id']}/{talked.parts['slug']}")
    return ready(page)


def ready(page: Page) -> Locator:
    area = page.locator("main text-composer textarea").first
    area.focus()
    page.evaluate(TOOLS)
    return area


def becomes(area: Locator, before: str, keys: list[str], after: str) -> None:
    """`|` is where the caret stands; what keys make of it."""
    area.fill(before.replace("|", ""))
    area.evaluate("(area, at) => area.setSelectionRange(at, at)", before.index("|"))
    for key in keys:
        area.press(key)
    found = area.evaluate(
        "area => area.value.slice(0, area.selectionStart) + '|' + area.value.slice(area.selectionStart)"
    )
    assert found == after


def pasted(area: Locator, **kinds: str) -> str:
    """What stands in an empty field after a paste of these; "" where the browser's own way is left to it."""
    area.fill("")
    area.evaluate(PASTE, {kind.replace("_", "/"): text for kind, text in kinds.items()})
    return area.input_value()


def test_keys_write_markdown_and_take_it_away_again(area: Locator, page: Page) -> None:
    for key, typed, written in [
        ("Control+b", "rye", "**rye**"),
        ("Control+i", "rye", "_rye_"),
        ("Control+e", "rye", "`rye`"),
        ("Control+Shift+8", "a\nb", "- a\n- b"),
        ("Control+Shift+7", "a\nb", "1. a\n2. b"),
        ("Control+Shift+9", "a\nb", "- [ ] a\n- [ ] b"),
        ("Control+Shift+.", "a\nb", "> a\n> b"),
    ]:
        area.fill(typed)
        area.select_text()
        area.press(key)
        expect(area).to_have_value(written)
        area.press(key)
        expect(area).to_have_value(typed)
        area.press("Control+z")
        expect(area).to_have_value(written)
        area.press("Control+z")
        expect(area).to_have_value(typed)
    area.select_text()
    page.locator('[data-md="heading"]').click()
    page.locator('[data-md="table"]').click()
    assert "| A | B |\n| --- | --- |\n|  |  |" in area.input_value()


def test_the_toolbar_is_one_stop_and_arrows_go_through_it(
    area: Locator, page: Page, keyboard: Keyboard, check_page: PageCheck
) -> None:
    area.fill("rye")
    area.select_text()
    area.press("Shift+Tab")
    assert keyboard.focused() == "Bold"
    keyboard.press("ArrowRight", "ArrowRight")
    assert keyboard.focused() == "Heading"
    keyboard.press("End")
    assert keyboard.focused() == "Preview"
    keyboard.press("Home", "ArrowRight", "Enter")
    expect(area).to_have_value("_rye_")
    expect(area).to_be_focused()
    keyboard.press("Shift+Tab")
    assert keyboard.focused() == "Italic"
    keyboard.press("Tab")
    expect(area).to_be_focused()
    check_page(page)


def test_lists_quotations_and_code_go_on(area: Locator) -> None:
    becomes(area, "- a|", ["Enter", "b"], "- a\n- b|")
    becomes(area, "9. a|", ["Enter"], "9. a\n10. |")
    becomes(area, "  2) a|", ["Enter"], "  2) a\n  3) |")
    becomes(area, "- [x] a|", ["Enter"], "- [x] a\n- [ ] |")
    becomes(area, "> a|", ["Enter"], "> a\n> |")
    becomes(area, "> - a|b", ["Enter"], "> - a\n> - |b")
    becomes(area, "- a\n- |", ["Enter"], "- a\n|")
    becomes(area, "> - a\n> - |", ["Enter"], "> - a\n> |")
    becomes(area, "> a\n> |", ["Enter"], "> a\n|")
    becomes(area, "|- a", ["Enter"], "\n|- a")
    becomes(area, "- a|", ["Shift+Enter"], "- a\n|")
    becomes(area, "```\n  - a|\n```", ["Enter"], "```\n  - a\n  |\n```")
    becomes(area, "- a|", ["Enter", "Control+z"], "- a|")


def test_tab_moves_lists_and_code_and_leaves_everywhere_else(area: Locator, keyboard: Keyboard) -> None:
    becomes(area, "- a\n- b|", ["Tab"], "- a\n  - b|")
    becomes(area, "- a\n  - b|", ["Shift+Tab"], "- a\n- b|")
    becomes(area, "1. a\n2. b|", ["Tab"], "1. a\n   2. b|")
    becomes(area, "> - b|", ["Tab"], ">   - b|")
    becomes(area, "```\nx|\n```", ["Tab"], "```\nx   |\n```")
    becomes(area, "```\n|x\n```", ["Tab", "Control+z"], "```\n|x\n```")
    becomes(area, "```\n    x|\n```", ["Shift+Tab"], "```\nx|\n```")
    for text, keys in [("words", ["Tab"]), ("- a", ["Escape", "Tab"]), ("```\nx", ["Escape", "Tab"])]:
        area.fill(text)
        area.press("Control+End")
        keyboard.press(*keys)
        expect(area).not_to_be_focused()
        expect(area).to_have_value(text)
        area.focus()
    area.fill("- a")
    area.press("Control+End")
    keyboard.press("Shift+Tab")
    expect(area).not_to_be_focused()


RICH = """<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1"><h1>Rye</h1><p dir="ltr">
<span style="font-weight:700">Bold</span>, <i>slanted</i>, <code>x_y</code> and <a href="https://example.org/a(b)">a
link</a>, 2 * 3 * 4 &lt;b&gt;.</p><ul><li>one<ul><li>under</li></ul></li><li><input type="checkbox" checked> done
</li></ul><ol start="3"><li><p>three</p></li></ol>
<blockquote><p>said</p></blockquote><pre class="language-py"><code>a = 1
  b</code></pre><table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>2<br>3</td></tr></table>
<img src="https://example.org/x.png" alt="An oven"><script>alert(1)</script></b>"""
MARKDOWN = """## Rye

**Bold**, _slanted_, `x_y` and [a link](https://example.org/a%28b%29), 2 \\* 3 \\* 4 \\<b\\>.

- one
  - under
- [x] done

3. three

> said

```py
a = 1
  b
```

| a | b\\|c |
| --- | --- |
| 1 | 2<br>3 |

![An oven](https://example.org/x.png)"""


def test_rich_text_is_pasted_as_markdown(area: Locator, page: Page) -> None:
    assert pasted(area, text_plain="Rye", text_html=RICH).strip() == MARKDOWN
    area.press("Control+z")
    expect(area).to_have_value("")
    assert not pasted(area, text_plain="words", text_html="<meta charset='utf-8'><span>words</span>")
    code = '<div style="color:#fff;font-family:Consolas, monospace"><div><b>if</b></div></div>'
    assert not pasted(area, text_plain="if", text_html=code)
    area.press("Control+Shift+V")
    area.fill("")
    area.dispatch_event("keydown", {"key": "V", "ctrlKey": True, "shiftKey": True})
    area.evaluate(PASTE, {"text/plain": "b", "text/html": "<b>b</b>"})
    expect(area).to_have_value("")
    area.fill("```\n")
    area.evaluate(PASTE, {"text/plain": "b", "text/html": "<b>b</b>"})
    expect(area).to_have_value("```\n")
    assert not complaints(page).said


def test_cells_of_a_spreadsheet_are_pasted_as_a_table(area: Locator) -> None:
    table = "| Flour | Water \\| salt |\n| --- | --- |\n| 500 g | 10<br>20 |"
    assert pasted(area, text_plain='Flour\tWater | salt\r\n500 g\t"10\n20"\r\n').strip() == table
    assert not pasted(area, text_plain="a\tb")
    assert not pasted(area, text_plain="one\n\ttwo\n")


def test_an_address_pasted_over_words_is_a_link(area: Locator) -> None:
    area.fill("see the oven here")
    area.evaluate("area => area.setSelectionRange(8, 12)")
    area.evaluate(PASTE, {"text/plain": "https://example.org/oven"})
    expect(area).to_have_value("see the [oven](https://example.org/oven) here")


def test_people_and_items_are_completed_by_keyboard(
    area: Locator, page: Page, talked: At, check_page: PageCheck
) -> None:
    area.press_sequentially("Ask @a")
    box = page.get_by_role("listbox")
    expect(box.get_by_role("option")).to_have_text(["Ada @ada"])
    expect(area).to_have_attribute("aria-activedescendant", "option-0")
    check_page(page)
    area.press("Enter")
    expect(area).to_have_value("Ask @ada ")
    expect(box).to_have_count(0)
    area.press_sequentially("@")
    expect(box.get_by_role("option").first).to_have_text("Ada @ada")
    area.press("ArrowDown")
    expect(box.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    area.press("Escape")
    expect(box).to_have_count(0)
    area.press_sequentially(" see #show ov")
    expect(box.get_by_role("option")).to_have_text([f"Show your ovens #{talked.parts['item_id']}"])
    box.get_by_role("option").click()
    expect(area).to_have_value(f"Ask @ada @ see #{talked.parts['item_id']} ")
    area.press("Control+z")
    expect(area).to_have_value("Ask @ada @ see #show ov")
    area.fill("")
    area.press_sequentially("`@a")
    page.wait_for_timeout(250)
    expect(box).to_have_count(0)


def test_nothing_is_completed_while_a_word_is_being_composed(area: Locator, page: Page) -> None:
    area.fill("- ")
    for key in ("Enter", "Tab"):
        kept = area.evaluate(
            """(area, key) => area.dispatchEvent(
              new KeyboardEvent('keydown', {key, isComposing: true, bubbles: true, cancelable: true}))""",
            key,
        )
        assert kept, f"{key} was taken from whoever composes a word"
    expect(area).to_have_value("- ")


def test_emoji_come_by_name_and_from_the_picker(area: Locator, page: Page, check_page: PageCheck) -> None:
    area.press_sequentially("Warm :brea")
    expect(page.get_by_role("option").first).to_contain_text("🍞")
    area.press("Tab")
    expect(area).to_have_value("Warm 🍞 ")
    page.get_by_role("button", name="Emoji").click()
    picker = page.get_by_role("dialog", name="Find an emoji")
    expect(picker.get_by_role("button").first).to_be_visible()
    check_page(page)
    search = picker.get_by_role("searchbox")
    expect(search).to_be_focused()
    search.fill("sheaf")
    expect(picker.get_by_role("button").first).to_have_text("🌾")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(area).to_have_value("Warm 🍞 🌾")
    expect(picker).to_have_count(0)
    area.press("Control+z")
    expect(area).to_have_value("Warm 🍞 ")


def test_the_preview_is_the_post_and_alt_p_goes_there_and_back(area: Locator, page: Page, talked: At) -> None:
    area.fill(f"Ask @ada on #{talked.parts['item_id']}: $x^2$\n\n```python\nx = 1\n```\n\n<b onclick=x>safe</b>")
    area.press("Alt+p")
    shown = page.get_by_role("region", name="Preview")
    expect(shown.get_by_role("link", name="@ada")).to_have_attribute("href", "/people/ada")
    expect(shown.get_by_role("link", name=f"#{talked.parts['item_id']}")).to_be_visible()
    expect(shown.locator("math")).to_be_visible()
    expect(shown.locator("pre .m")).to_have_text("1")
    expect(page.get_by_role("button", name="Preview")).to_be_focused()
    page.keyboard.press("Alt+p")
    expect(area).to_be_focused()
    assert not complaints(page).said


def test_a_selection_is_quoted_as_it_is_written_by_mouse_and_by_keyboard(
    page: Page, town: people.Cast, enter_as: Enter
) -> None:
    at = question(town, town.bakers)
    enter_as(page, town.person("ada"))
    page.goto(f"/q/{at.parts['item_id']}/{at.parts['slug']}")
    answer = page.locator(".answer .prose p")
    answer.evaluate("p => { p.innerHTML = 'Proof it <em>longer</em>, and <code>cold</code>er.' }")
    answer.locator("em").dblclick()
    button = page.get_by_role("button", name="Quote", exact=True)
    expect(button).to_be_visible()
    page.keyboard.press("q")
    area = page.get_by_label("Your answer")
    expect(area).to_have_value(f"> [Bo](/p/{at.query['post']}):\n>\n> _longer_\n\n")
    expect(area).to_be_focused()
    expect(button).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(area).to_have_value("")
    answer.evaluate("p => getSelection().setBaseAndExtent(p.firstChild, 6, p.lastChild, 2)")
    button.click()
    expect(area).to_have_value(f"> [Bo](/p/{at.query['post']}):\n>\n> it _longer_, and `cold`er\n\n")


def test_the_toolbar_fits_a_phone_and_every_field_of_markdown_has_one(
    phone: Page, page: Page, town: people.Cast, talked: At, enter_as: Enter, check_page: PageCheck
) -> None:
    enter_as(phone, town.person("bo"))
    phone.goto(f"/t/{talked.parts['item_id']}/{talked.parts['slug']}")
    area = ready(phone)
    bar = phone.locator("text-composer .bar")
    box = bar.bounding_box()
    assert box is not None
    assert box["height"] < 60
    expect(bar.get_by_role("button", name="Preview")).to_be_in_viewport()
    emoji = bar.get_by_role("button", name="Emoji")
    emoji.scroll_into_view_if_needed()
    emoji.tap()
    phone.get_by_role("dialog").get_by_role("button").first.tap()
    expect(area).to_have_value("😀")
    enter_as(page, town.person("bo"))
    page.goto("/c/the-bakers/charter/edit")
    page.get_by_label("What it is about", exact=True).fill("Bread.")
    page.get_by_label("What it is about", exact=True).select_text()
    page.evaluate(TOOLS)
    page.keyboard.press("Control+b")
    expect(page.get_by_label("What it is about", exact=True)).to_have_value("**Bread.**")
    check_page(page)
