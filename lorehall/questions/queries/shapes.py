"""What a question's page prints. Plain values: nothing here asks the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup

from lorehall.communities.places import Place, RoomHead
from lorehall.content import addresses
from lorehall.content.models import ItemKind
from lorehall.content.queries.cited import PartOf
from lorehall.content.queries.listing import TagName
from lorehall.kernel.policy import Denial
from lorehall.kernel.ui.drafting import NOTHING, Begun
from lorehall.reading.queries.reader import Reader


class Author(NamedTuple):
    """Who wrote something. `why` says what they are known for here: "14 confirmed answers here". `url` is empty for
    visitors, who read names and no profiles.
    """

    id: int
    name: str
    handle: str
    photo: str
    hue: int
    why: str
    url: str


class Origin(NamedTuple):
    """Where an imported post comes from."""

    source: str
    url: str
    licence: str


class Given(NamedTuple):
    """Who gave a logged answer, and where."""

    by: str
    where: str


class PostRights(NamedTuple):
    """What the viewer may do with a post."""

    edit: bool
    delete: bool
    restore: bool
    useful: bool
    read: bool


@dataclass(slots=True)
class Post:
    """The opening, an answer or a reply. `html` is empty where the text is deleted and not for this viewer."""

    id: int
    number: int
    role: str
    parent_id: int | None
    author: Author
    html: Markup
    created_at: datetime
    edited_at: datetime | None
    revisions: int
    useful: int
    useful_mine: bool
    deleted: bool
    rights: PostRights
    origin: Origin | None = None
    given: Given | None = None
    confirmed: bool = False
    replies: list[Post] = field(default_factory=list)
    part_of: tuple[PartOf, ...] = ()
    """The practices that cite it, as far as the viewer may see them."""

    @property
    def url(self) -> str:
        return f"/p/{self.id}"


class ItemRights(NamedTuple):
    """What the viewer may do with the question. `answer` is None where they may answer, or says why not."""

    answer: Denial | None
    confirm: bool
    confirm_needs_reason: bool
    have_too: bool
    ask_for_detail: bool
    close: bool
    log: bool
    follow: bool
    retag: bool
    move: bool
    lock: bool

    @property
    def any_more(self) -> bool:
        """Whether the menu of further acts has anything in it."""
        return self.ask_for_detail or self.close or self.log or self.retag or self.move or self.lock


class Seal(NamedTuple):
    """The confirmation that stands."""

    post_id: int
    by_id: int
    by_name: str
    at: datetime
    reason: str


class Step(NamedTuple):
    """A line of the panel "From question to practice"."""

    words: str
    done: bool
    url: str = ""


class Knower(NamedTuple):
    """Somebody who may know, and why."""

    name: str
    handle: str
    photo: str
    hue: int
    confirmed: int
    tag: str

    @property
    def url(self) -> str:
        return f"/people/{self.handle}"


class Near(NamedTuple):
    """Another item that this one is tied to."""

    id: int
    title: str
    slug: str
    kind: str
    state: str
    replies: int

    @property
    def url(self) -> str:
        return addresses.of_item(self.kind, self.id, self.slug)


@dataclass(frozen=True, slots=True)
class Ties:
    """`of`: what this is a duplicate of; `gathered`: what was closed as a duplicate of this; links both ways."""

    of: tuple[Near, ...] = ()
    gathered: tuple[Near, ...] = ()
    links: tuple[Near, ...] = ()
    linked_from: tuple[Near, ...] = ()
    like: tuple[Near, ...] = ()
    """What reads like it, as far as somebody above knows."""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All of the page."""

    place: Place
    id: int
    slug: str
    title: str
    state: str
    chip: str
    room_id: int
    created_at: datetime
    answers_count: int
    followers: int
    followed: bool
    too_count: int
    too_mine: bool
    locked: bool
    deleted: bool
    public: bool
    by_when: date | None
    tried: Markup
    deciding: Markup
    seal: Seal | None
    opening: Post
    answers: list[Post]
    rights: ItemRights
    tags: tuple[TagName, ...]
    knowers: tuple[Knower, ...]
    ties: Ties
    steps: tuple[Step, ...]
    sort: str
    older: str | None = None
    """Where answers go on, on a question with very many."""
    begins: bool = True
    """Whether this is the first page of the answers."""
    draft: Begun = NOTHING
    """What the viewer has begun to answer."""
    saved: bool = False
    reader: Reader | None = None
    new: frozenset[int] = frozenset()
    """The posts that came since the viewer was here."""
    last_number: int = 0

    @property
    def url(self) -> str:
        return addresses.of_item(ItemKind.QUESTION, self.id, self.slug)

    @property
    def address_slug(self) -> str:
        """The slug as the address has it; none where it would read as an act."""
        return "" if self.slug in addresses.QUESTION_VERBS else self.slug

    @property
    def room(self) -> RoomHead | None:
        """The room, where it is not the one that everything starts in."""
        found = self.place.room_by_id(self.room_id)
        return None if found.is_first else found

    @property
    def act(self) -> str:
        """What the addresses of its acts begin with."""
        return f"/q/{self.id}"

    @property
    def item_act(self) -> str:
        return f"/i/{self.id}"

    @property
    def standing(self) -> str:
        """The answer that is confirmed now, as forms name it; "" for none."""
        return str(self.seal.post_id) if self.seal else ""
