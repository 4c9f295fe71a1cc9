"""Practices on the stage: harvested into a draft, looked at, published, and kept true by those who use them."""

from __future__ import annotations

from collections.abc import Callable

from lorehall.content.models import Post
from lorehall.content.rules.edit import Edit
from lorehall.house.demo import names
from lorehall.house.demo.props import Props
from lorehall.house.demo.shelves import Shelves
from lorehall.house.demo.story import Step, Thread
from lorehall.people.viewer import Viewer
from lorehall.practice.models import PracticeDraft, State
from lorehall.practice.rules.choose import choose
from lorehall.practice.rules.discuss import discuss
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.hand_over import hand_over, take
from lorehall.practice.rules.keep import Word, still_right
from lorehall.practice.rules.move import Move, move
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.save import Change, save
from lorehall.practice.rules.write_together import let_write


class Keeping:
    """What happens to practices and their drafts, by the verbs of the texts."""

    def __init__(self, props: Props, shelves: Shelves) -> None:
        self.props = props
        self.shelves = shelves
        self.drafts: dict[str, int] = {}
        self._verbs: dict[str, Callable[[Thread, Step, Viewer], None]] = {
            "write": self._write,
            "publish": self._publish,
            "reply": self._reply,
            "still": self._still,
            "hand": self._hand,
            "offer": self._offer,
            "take": self._take,
            "outdated": self._outdated,
        }

    def begin(self, thread: Thread, by: Viewer) -> None:
        """A draft, with the posts that it is made from and with who writes it too."""
        community, words = self.props.communities[thread.place].pk, thread.words
        beginning = Beginning(
            thread.title,
            self.props.told(thread, thread.text, by),
            shape=words.get("shape", "practice"),
            tags=" ".join(thread.tags),
            room_id=self.props.rooms[thread.place, thread.room] if thread.room else None,
            language=words.get("language", ""),
            replaces_id=self.props.items[words["replaces"]] if "replaces" in words else None,
            translates_id=self.props.items[words["translates"]] if "translates" in words else None,
        )
        draft = begin(community, beginning, by=by)
        self.drafts[thread.key] = draft.pk
        self._choose(thread, thread.text, by)
        for handle in words.get("writers", "").split(","):
            if handle.strip():
                let_write(draft.pk, handle, by=by)

    def step(self, thread: Thread, step: Step, by: Viewer) -> None:
        """One step of it."""
        if step.verb in self._verbs:
            self._verbs[step.verb](thread, step, by)

    def _choose(self, thread: Thread, text: str, by: Viewer) -> None:
        for key, handle, words in names.cites(text):
            choose(self.drafts[thread.key], self.props.cited(thread, key, handle, words), by=by)

    def _item(self, thread: Thread) -> int:
        return self.props.items[thread.key]

    def _write(self, thread: Thread, step: Step, by: Viewer) -> None:
        draft = self.drafts[thread.key]
        self._choose(thread, step.text, by)
        version = PracticeDraft.objects.values_list("version", flat=True).get(pk=draft)
        save(draft, Change(self.props.told(thread, step.text, by), version), by=by)

    def _publish(self, thread: Thread, _step: Step, by: Viewer) -> None:
        item = publish(self.drafts[thread.key], by=by)
        self.props.items[thread.key] = item.pk
        self.props.posts[thread.key, 0] = Post.objects.values_list("pk", flat=True).get(item=item, number=1)
        self.shelves.hang(thread)

    def _change(self, thread: Thread, step: Step, by: Viewer) -> Edit:
        """The whole text as the step leaves it, from the version that stands."""
        opening = self.props.posts[thread.key, 0]
        version = Post.objects.values_list("version", flat=True).get(pk=opening)
        return Edit(self.props.told(thread, step.text, by), version, reason=step.words["note"])

    def _reply(self, thread: Thread, step: Step, by: Viewer) -> None:
        post = discuss(self._item(thread), self.props.told(thread, step.text, by), by=by)
        self.props.posts[thread.key, step.post or 0] = post.pk

    def _still(self, thread: Thread, step: Step, by: Viewer) -> None:
        still_right(self._item(thread), Word(step.text), by=by)

    def _hand(self, thread: Thread, step: Step, by: Viewer) -> None:
        hand_over(self._item(thread), by=by, to=step.of, note=step.text)

    def _offer(self, thread: Thread, step: Step, by: Viewer) -> None:
        hand_over(self._item(thread), by=by, note=step.text)

    def _take(self, thread: Thread, _step: Step, by: Viewer) -> None:
        take(self._item(thread), by=by)

    def _outdated(self, thread: Thread, step: Step, by: Viewer) -> None:
        move(self._item(thread), Move(State.OUTDATED, step.text), by=by)
