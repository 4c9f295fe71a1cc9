"""A person who has a keyboard and nothing else."""

from __future__ import annotations

from playwright.sync_api import Page

FURTHEST = 120
FOCUSED = """() => {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const labels = element.labels ? [...element.labels].map(label => label.innerText) : []
  const described = (element.getAttribute('aria-labelledby') || '').split(/\\s+/)
    .map(id => document.getElementById(id)?.innerText || '')
  const copy = element.cloneNode(true)
  for (const silent of copy.querySelectorAll('[aria-hidden=true], [hidden]')) silent.remove()
  const names = [
    element.getAttribute('aria-label'), ...described, ...labels, copy.textContent, element.value,
  ]
  // A composer shows by its own edge that its text has the focus.
  const style = getComputedStyle(element.matches('text-composer textarea') ? element.closest('text-composer') : element)
  return {
    name: (names.find(name => name && name.trim()) || '').trim().replace(/\\s+/g, ' '),
    visible: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    tag: element.tagName.toLowerCase(),
  }
}"""


class Keyboard:
    """Goes through a page by Tab, and sees where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> str:
        """The name of what has the focus. Fails where one can't see that it has."""
        found = self.page.evaluate(FOCUSED)
        if found is None:
            return ""
        assert found["visible"], f"Nobody can see that {found['name']!r} has the focus."
        return str(found["name"])

    def to(self, name: str, *, back: bool = False) -> Keyboard:
        """Tab until the thing with this name has the focus."""
        passed = []
        for _ in range(FURTHEST):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            here = self.focused()
            if here.lower().startswith(name.lower()):
                return self
            passed.append(here)
        raise AssertionError(f"Tab never comes to {name!r}; it passes {passed}")

    def type(self, text: str) -> Keyboard:
        """Write into what has the focus, in place of what stood there."""
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        return self

    def press(self, *keys: str) -> Keyboard:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def go(self) -> Keyboard:
        """Enter, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self
