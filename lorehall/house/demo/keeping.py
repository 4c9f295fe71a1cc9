"""Practices on the stage: harvested into a draft, looked at, published, and kept true by those who use them."""

from __future__ import annotations

from collections.abc import Callable

from lorehall.content.models import Post
from lorehall.harvest.rules.begin import take_from
from lorehall.house.demo import names
from lorehall.house.demo.props import Props
from lorehall.house.demo.shelves import Shelves
from lorehall.house.demo.story import Step, Thread
from lorehall.kernel import clock
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Practice, PracticeDraft, Stage, State
from lorehall.practice.rules import revise as revising
from lorehall.practice.rules.ask import ask
from lorehall.practice.rules.choose import choose
from lorehall.practice.rules.decide import Decision, accept, decline
from lorehall.practice.rules.discuss import discuss
from lorehall.practice.rules.dissent import dissent
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.hand_over import hand_over, offer_if_alone, take
from lorehall.practice.rules.keep import Word, still_right
from lorehall.practice.rules.move import Move, move
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.review import version_of
from lorehall.practice.rules.review_draft import judge, move_draft
from lorehall.practice.rules.save import Change, save
from lorehall.practice.rules.suggest import Proposal, suggest
from lorehall.practice.rules.write_together import let_write
from lorehall.reports.rules.address import address
from lorehall.reports.rules.confirm import confirm
from lorehall.reports.rules.decide import Deciding, decide
from lorehall.reports.rules.report import Use, report


class Keeping:
    """What happens to practices and their drafts, by the verbs of the texts."""

    def __init__(self, props: Props, shelves: Shelves) -> None:
        self.props = props
        self.shelves = shelves
        self.drafts: dict[str, int] = {}
        self.suggestions: dict[tuple[str, str], int] = {}
        self._verbs: dict[str, Callable[[Thread, Step, Viewer], None]] = {
            "write": self._write,
            "submit": self._submit,
            "approve": self._approve,
            "publish": self._publish,
            "revise": self._revise,
            "suggest": self._suggest,
            "accept": self._accept,
            "decline": self._decline,
            "dissent": self._dissent,
            "reply": self._reply,
            "still": self._still,
            "hand": self._hand,
            "offer": self._offer,
            "take": self._take,
            "report": self._report,
            "confirm": self._confirm,
            "address": self._address,
            "standard": self._standard,
            "left": self._left,
            "due": self._due,
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
            if not key.startswith("k-"):
                take_from(self.drafts[thread.key], self.props.items[key], by=by)
            choose(self.drafts[thread.key], self.props.cited(thread, key, handle, words), by=by)

    def _item(self, thread: Thread) -> int:
        return self.props.items[thread.key]

    def _write(self, thread: Thread, step: Step, by: Viewer) -> None:
        draft = self.drafts[thread.key]
        self._choose(thread, step.text, by)
        save(draft, Change(self.props.told(thread, step.text, by), self._version(draft)), by=by)

    def _publish(self, thread: Thread, _step: Step, by: Viewer) -> None:
        item = publish(self.drafts[thread.key], by=by)
        self.props.items[thread.key] = item.pk
        self.props.posts[thread.key, 0] = Post.objects.values_list("pk", flat=True).get(item=item, number=1)
        self.shelves.hang(thread)

    def _submit(self, thread: Thread, _step: Step, by: Viewer) -> None:
        move_draft(self.drafts[thread.key], Stage.IN_REVIEW, by=by)

    def _approve(self, thread: Thread, step: Step, by: Viewer) -> None:
        draft = self.drafts[thread.key]
        judge(draft, good=True, note=step.text, version=self._version(draft), by=by)

    def _version(self, draft: int) -> int:
        return PracticeDraft.objects.values_list("version", flat=True).get(pk=draft)

    def _stands(self, thread: Thread) -> int:
        """The version of the opening, as forms hold it."""
        return Post.objects.values_list("version", flat=True).get(pk=self.props.posts[thread.key, 0])

    def _revise(self, thread: Thread, step: Step, by: Viewer) -> None:
        text = self.props.told(thread, step.text, by)
        revising.revise(self._item(thread), revising.Change(text, self._stands(thread), step.words["note"]), by=by)

    def _suggest(self, thread: Thread, step: Step, by: Viewer) -> None:
        proposal = Proposal(
            thread.title,
            self.props.told(thread, step.text, by),
            step.words["note"],
            version_of(self._item(thread)),
        )
        self.suggestions[thread.key, step.by] = suggest(self._item(thread), proposal, by=by).pk

    def _accept(self, thread: Thread, step: Step, by: Viewer) -> None:
        decision = Decision(thread.title, self.props.told(thread, step.text, by), self._stands(thread))
        accept(self.suggestions[thread.key, step.of], decision, by=by)

    def _decline(self, thread: Thread, step: Step, by: Viewer) -> None:
        decline(self.suggestions[thread.key, step.of], step.text, by=by)

    def _dissent(self, thread: Thread, step: Step, by: Viewer) -> None:
        text = self.props.told(thread, step.text, by)
        post = dissent(self._item(thread), text, by=by, section=step.words.get("section", ""))
        self.props.posts[thread.key, step.post or 0] = post.pk

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

    def _report(self, thread: Thread, step: Step, by: Viewer) -> None:
        words = step.words
        use = Use(
            words["how"],
            {"team": words["team"], "size": words.get("size", ""), "stack": words.get("stack", "")},
            changed=self.props.told(thread, words.get("changed", ""), by),
            effect=self.props.told(thread, words.get("effect", ""), by),
            link=words.get("evidence", ""),
            quotable=True,
        )
        self.props.posts[thread.key, step.post or 0] = report(self._item(thread), use, by=by).pk

    def _confirm(self, thread: Thread, step: Step, by: Viewer) -> None:
        confirm(self.props.posts[thread.key, step.target or 0], by=by)

    def _address(self, thread: Thread, step: Step, by: Viewer) -> None:
        address(self.props.posts[thread.key, step.target or 0], by=by)

    def _standard(self, thread: Thread, step: Step, by: Viewer) -> None:
        decide(self._item(thread), Deciding(step.text, step.words["with"], clock.now().date()), by=by)

    def _left(self, thread: Thread, _step: Step, _by: Viewer) -> None:
        """Who kept it can't any more."""
        offer_if_alone(self._item(thread))

    def _due(self, thread: Thread, _step: Step, _by: Viewer) -> None:
        """Its day has come."""
        ask(Practice.objects.select_related("item", "steward").get(pk=self._item(thread)))

    def _outdated(self, thread: Thread, step: Step, by: Viewer) -> None:
        move(self._item(thread), Move(State.OUTDATED, step.text), by=by)
