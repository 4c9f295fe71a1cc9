"""Addresses in the texts of a site: those of its posts lead to their places here, the rest stay whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REL = ' rel="nofollow ugc noopener"'
"""What a link out of here carries, and one within does not."""


@dataclass(frozen=True, slots=True)
class Links:
    """Of one site. Only where an address is a link's target is it changed: what people read stays as it was written."""

    site: str
    html: re.Pattern[str]
    markdown: re.Pattern[str]

    @classmethod
    def to(cls, site: str) -> Links:
        own = rf"(?:(?:https?:)?//(?:www\.)?{re.escape(site)})?(/(?!/)[^\s<>\"'()\[\]]*)"
        return cls(site, re.compile(rf'(<a href=")(?:{own})("(?: title="[^"]*")?)({_REL})?'), re.compile(_TARGET + own))

    def in_html(self, html: str) -> str:
        """Before cleaning or after it."""
        if "<a href" not in html:
            return html
        return self.html.sub(self._html, html)

    def in_markdown(self, source: str) -> str:
        """The targets of `[words](target)` and `[name]: target`; bare addresses stay as they are."""
        return self.markdown.sub(self._markdown, source) if "](" in source or "]:" in source else source

    def _html(self, found: re.Match[str]) -> str:
        here = self._here(found[2])
        if here is None:
            outside = f"https://{self.site}{found[2]}"
            return f"{found[1]}{outside}{found[3]}{_REL}"
        return f"{found[1]}{here}{found[3]}"

    def _markdown(self, found: re.Match[str]) -> str:
        return found[1] + (self._here(found[2]) or f"https://{self.site}{found[2]}")

    def _here(self, path: str) -> str | None:
        """`/questions/12/a-title` becomes `/questions/12?site=…`, which leads to the item."""
        if path.startswith("/questions/tagged/"):
            return path
        found = _POST.match(path)
        if found is None:
            return None
        answer = path.partition("#")[2]
        if found[1] != "a" and answer.isdigit():
            return f"/a/{answer}?site={self.site}"
        return f"/{'a' if found[1] == 'a' else 'questions'}/{found[2]}?site={self.site}"


_TARGET = r"(\]\(\s{0,3}<?|(?m:^) {0,3}\[[^\[\]\n]{1,99}\]:[ \t]{0,9}<?)"
_POST = re.compile(r"/(questions|q|a)/(\d{1,12})(?=[/?#]|$)")
