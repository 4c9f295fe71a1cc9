"""The stage on which the story is played: every event becomes a call of the rule that a person would have used."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password

from lorehall.communities import rules as communities
from lorehall.communities.models import Community
from lorehall.content.models import Post
from lorehall.content.rules.delete import delete
from lorehall.content.rules.edit import Edit, edit
from lorehall.content.rules.mark import follow, mark_useful
from lorehall.content.rules.tag import describe
from lorehall.conversations.rules import talk
from lorehall.house.demo.keeping import Keeping
from lorehall.house.demo.props import Props
from lorehall.house.demo.shelves import Shelves
from lorehall.house.demo.story import Charter, Place, Step, Story, Thread
from lorehall.house.demo.timeline import Act, Event
from lorehall.kernel import clock
from lorehall.people.models import Person
from lorehall.people.rules import create_person, edit_profile
from lorehall.people.viewer import Viewer
from lorehall.polls.find import polls_in
from lorehall.polls.rules import vote
from lorehall.questions.rules.answer import Given, answer, log_answer, reply
from lorehall.questions.rules.ask import Asking, ask
from lorehall.questions.rules.clarify import ask_for_detail
from lorehall.questions.rules.confirm import confirm
from lorehall.questions.rules.duplicate import close_as_duplicate
from lorehall.questions.rules.have_too import have_too


class Stage(Props):
    """Lets every event happen at its moment."""

    def __init__(self, story: Story, now: datetime) -> None:
        super().__init__(story, now)
        self.shelves = Shelves(self)
        self.keeping = Keeping(self, self.shelves)

    def perform(self, event: Event) -> None:
        """Let it happen at its moment. Raises what the rules raise."""
        with clock.at(event.at):
            if event.thread is None:
                self._set(event)
                self.viewers.clear()  # what people are in has changed
            elif event.step is None:
                self._mark(event, event.thread)
            else:
                self._step(event, event.thread, event.step)

    def give_password(self, password: str) -> None:
        """Everybody gets it. It is hashed once: fifteen times would take as long as all the rest."""
        people = Person.objects.filter(pk__in=self.people.values())
        people.update(password=make_password(password))

    def _set(self, event: Event) -> None:
        place = self.story.places.get(event.place)
        if place is None:
            self._arrive(event.by)
            return
        match event.act:
            case Act.OPEN:
                self.communities[place.key] = self._open(place)
            case Act.JOIN:
                self._join(event.by, place)
            case Act.ROLE:
                community = self.communities[place.key].pk
                communities.change_role(community, self.people[event.by], event.role, by=self.viewer(place.by))
            case Act.SUSPEND:
                self._suspend(event.by, place)
            case Act.ROOM:
                self._make_room(event.room, place)
            case Act.LIBRARY:
                self.shelves.put_up(place)
            case Act.SHELVES:
                self.shelves.fill(place)
            case _:
                for tag, about in place.tags.items():
                    describe(self.communities[place.key], tag, about, by=self.viewer(place.by))

    def _arrive(self, handle: str) -> None:
        figure = self.story.figures[handle]
        person = create_person(figure.name, figure.email, handle=handle, is_host=figure.host)
        self.people[handle] = person.pk
        edit_profile(
            person.pk,
            by=self.viewer(handle),
            name=figure.name,
            about=figure.about,
            timezone=figure.timezone,
            public_profile=figure.public,
        )

    def _open(self, place: Place) -> Community:
        opening = communities.Opening(
            place.name,
            summary=place.tagline,
            kind=place.kind,
            charter=self._charter(place.charter),
            visibility=place.visibility,
            joining=place.joining,
            stage=place.stage,
            hue=place.hue,
            welcome=place.welcome,
            slug=place.slug,
        )
        return communities.open_community(opening, by=self.viewer(place.by))

    def _charter(self, charter: Charter) -> communities.CharterText:
        return communities.CharterText(
            about=charter.about,
            not_about=charter.not_about,
            for_whom=charter.for_whom,
            agenda=charter.learn,
            norms=charter.norms,
            rhythm=charter.rhythm,
            measures=charter.measures,
            review_on=charter.review.on(self.now).date(),
        )

    def _join(self, handle: str, place: Place) -> None:
        community = self.communities[place.key]
        if community.joining == "open":
            communities.join(community.pk, by=self.viewer(handle))
        else:
            link = communities.make_link(community.pk, most_uses=1, by=self.viewer(place.by))
            communities.accept_invitation(link.token, by=self.viewer(handle))

    def _suspend(self, handle: str, place: Place) -> None:
        belonging = self.story.figures[handle].belongs[place.key]
        communities.suspend(
            self.communities[place.key].pk,
            self.people[handle],
            belonging.suspended_for,
            by=self.viewer(belonging.suspended_by),
        )

    def _make_room(self, slug: str, place: Place) -> None:
        chamber = next(room for room in place.rooms if room.slug == slug)
        room = communities.make_room(
            self.communities[place.key].pk,
            chamber.name,
            access="invited" if chamber.private else "whole",
            about=chamber.about,
            slug=slug,
            by=self.viewer(place.by),
        )
        self.rooms[place.key, slug] = room.pk
        self.viewers.clear()  # who made the room is in it now, and may let others in
        for handle in chamber.members:
            if handle != place.by:
                communities.let_in(room.pk, self.people[handle], by=self.viewer(place.by))

    def _mark(self, event: Event, thread: Thread) -> None:
        by = self.viewer(event.by)
        match event.act:
            case Act.START:
                self._start(thread, by)
            case Act.USEFUL:
                mark_useful(self.posts[thread.key, event.post], by=by)
            case Act.TOO:
                have_too(self.items[thread.key], by=by)
            case _:
                follow(self.items[thread.key], by=by)

    def _start(self, thread: Thread, by: Viewer) -> None:
        if thread.kind == "practice":
            self.keeping.begin(thread, by)
            return
        community = self.communities[thread.place].pk
        room = self.rooms[thread.place, thread.room] if thread.room else None
        title, text, tags = thread.title, self.told(thread, thread.text, by), " ".join(thread.tags)
        if thread.kind == "question":
            asking = Asking(
                title,
                text,
                tried=self.told(thread, thread.tried, by),
                deciding=self.told(thread, thread.decide, by),
                by_when=(clock.now() + thread.due).date() if thread.due else None,
                tags=tags,
                room_id=room,
            )
            item = ask(community, asking, by=by)
        else:
            item = talk.start_conversation(community, talk.Talk(title, text, tags=tags, room_id=room), by=by)
        self.items[thread.key] = item.pk
        self.posts[thread.key, 0] = Post.objects.values_list("pk", flat=True).get(item=item, number=1)

    def _step(self, event: Event, thread: Thread, step: Step) -> None:
        by = self.viewer(event.by)
        if thread.kind == "practice":
            self.keeping.step(thread, step, by)
            return
        if step.post is not None:
            self.posts[thread.key, step.post] = self._write(thread, step, by).pk
            return
        target = self.posts.get((thread.key, step.target if step.target is not None else -1), 0)
        match step.verb:
            case "edit":
                version = Post.objects.values_list("version", flat=True).get(pk=target)
                change = Edit(self.told(thread, step.text, by), version, reason=step.words.get("note", ""))
                edit(target, change, by=by)
            case "delete":
                delete(target, by=by)
            case "vote":
                _vote(target, step.text, by)
            case "confirm":
                confirm(target, by=by, reason=step.text)
            case _:
                close_as_duplicate(self.items[thread.key], self.items[step.of], by=by)

    def _write(self, thread: Thread, step: Step, by: Viewer) -> Post:
        text = self.told(thread, step.text, by)
        item = self.items[thread.key]
        match step.verb:
            case "answer":
                return answer(item, text, by=by)
            case "reply":
                return reply(self.posts[thread.key, step.target or 0], text, by=by)
            case "clarify":
                return ask_for_detail(item, text, by=by)
            case "log":
                return log_answer(item, Given(text, step.words["from"], step.words.get("where", "")), by=by)
            case _:
                return talk.reply(item, text, by=by)


def _vote(post_id: int, text: str, by: Viewer) -> None:
    """Vote in the poll of the post whose choices these are, one a line, the most wanted first."""
    wanted = text.splitlines()
    for poll in polls_in(Post.objects.values_list("html", flat=True).get(pk=post_id)):
        keys = {words: key for key, words in poll.keys.items()}
        if keys.keys() >= set(wanted):
            vote(post_id, poll.key, [keys[words] for words in wanted], by=by)
            return
    raise LookupError(f"no poll has the choices {wanted}")
