"""From a call to a reply: one command, one unit of work, one answer.

The state, the journal line, the letters that tell of it and the mark that the call was served are kept together or not
at all. A ``Refusal`` is an answer; everything else that is raised is a bug, and the person gets its number.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from commands.kit import Command, Ctx, Meant, Mono, Refusal, Reply, Role, reply, text
from commands.kit.context import no_team
from commands.kit.errors import NoTeam
from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from commands.kit.tongue import Tongue
from storage import Address, Person, ServedBefore, Storage, Unit, may_pass

from . import forms
from .flood import Flood
from .greeting import hello, in_her_language_too
from .letters import Post, alone_at, cards, letters
from .minutes import minute
from .ports import Call, Clock
from .replies import meant
from .scene import SUSPENDED, WAITING, Scene, barred, clock_scene, look, not_allowed, not_in, which

log = logging.getLogger(__name__)

BROKEN = text("Something broke on our side; nothing was saved. If you report it, mention {incident}.")


class Desk:
    """Answers calls. ``whispers`` names the platforms that can show an answer to one person in place."""

    def __init__(
        self,
        menu: Menu,
        metrics: Catalogue,
        storage: Storage,
        clock: Clock,
        new_code: Callable[[], str],
        whispers: Collection[str] = (),
        count: Callable[[str, str], None] = lambda platform, outcome: None,
        health: Callable[[], Mapping[str, tuple[str, str]]] = dict,
        site: Callable[[], str] = str,
    ) -> None:
        self._menu = menu
        self._metrics = metrics
        self._storage = storage
        self._clock = clock
        self._new_code = new_code
        self._whispers = whispers
        self._count = count
        self._health = health
        self._site = site
        self._flood = Flood()

    def private(self, line: str) -> bool:
        """Whether the answer will be for one person only. Pure; unknown lines are answered privately."""
        if forms.is_form(line):
            return True
        try:
            return self._menu.match(line)[0].private
        except Refusal:
            return True

    def opens_form(self, line: str, given: Mapping[str, Any]) -> bool:
        """Whether the answer will be a form. Pure: Discord must show a modal as the very first answer."""
        if forms.is_form(line):
            return line.split()[-1] == "open"
        try:
            command, tail = self._menu.match(line)
            return command.needs_more({**command.args.split(tail), **given})
        except Refusal:
            return False

    def asks_admin(self, line: str) -> bool:
        """Whether the platform must be asked if the person administers the chat, before the line is heard."""
        try:
            return self._menu.match(line)[0].admin
        except Refusal:
            return False

    async def done(self, incoming: int) -> None:
        """Something came in that needs no answer."""
        await self._storage.write(lambda unit: unit.inbox.done(incoming))

    async def hear(self, call: Call) -> Reply | None:
        """Serve a call. Returns what was answered; ``None`` when there is nothing to say.
        Raises ``StorageError`` when the memory cannot be used: the call is still in the inbox and is served later; as
        ``ServedBefore`` when somebody else served it meanwhile.
        """
        try:
            if not self._flood.admits(call):
                self._count(call.heard.address.platform, "flood")
                if call.incoming is not None:
                    await self.done(call.incoming)
                self._flood.kept(call)
                return None
            answer = await self._storage.write(lambda unit: self._serve(unit, call))
            self._count(call.heard.address.platform, "done")
        except forms.FormRefused as refused:
            answer = await self._storage.write(partial(self._form_refused, call=call, refused=refused))
            self._count(call.heard.address.platform, "refused")
        except Refusal as refusal:
            answer = await self._storage.write(partial(self._refused, call=call, refusal=refusal))
            self._count(call.heard.address.platform, "refused")
        except ServedBefore:
            raise
        except Exception as error:
            # What the tables never take is no trouble with the memory: to try again would not help.
            if may_pass(error):
                self._count(call.heard.address.platform, "storage")
                raise
            incident = self._new_code()
            log.exception("incident", extra={"incident": incident, "verb": call.line.split(" ")[0]})
            broken = reply(BROKEN(incident=Mono(incident)), private=True)
            answer = await self._storage.write(lambda unit: self._say(unit, call, broken, f"incident {incident}"))
            self._count(call.heard.address.platform, "broken")
        self._flood.kept(call)
        return answer

    async def _serve(self, unit: Unit, call: Call) -> Reply | None:
        if not await self._begun(unit, call):
            return None
        scene = await self._look(unit, call)
        if call.timer is not None and scene.rests:
            return None  # nobody would hear it
        call = await meant(unit, call, scene, self._menu)
        whole = self._form if forms.is_form(call.line) else partial(self._run, line=call.line, given=call.given)
        return await whole(unit, call, scene)

    async def _begun(self, unit: Unit, call: Call) -> bool:
        """Take the call for ourselves, in the unit of work of its effect: nobody serves it a second time."""
        if call.incoming is not None:
            await unit.inbox.done(call.incoming)
        return call.timer is None or await unit.timers.take(call.timer)

    async def _look(self, unit: Unit, call: Call) -> Scene:
        if call.timer is not None:
            return await clock_scene(unit, call.heard, call.team, call.person)
        meant = await forms.team_of(unit, call) if call.heard.private and forms.is_form(call.line) else None
        return await look(unit, call.heard, meant)

    async def _form(self, unit: Unit, call: Call, scene: Scene) -> Reply | None:
        tail = call.line.lstrip("/").removeprefix(forms.FORM).strip()
        ctx = self._ctx(unit, call, scene)
        result = await forms.step(
            unit, call, scene.team.id if scene.team else None, tail, partial(forms.checked, self._menu, ctx)
        )
        match result:
            case forms.Ready() as ready:
                if ready.empty:
                    raise forms.FormRefused(ready, None)
                if not await unit.drafts.drop(ready.draft):
                    raise Refusal(forms.FORM_GONE())
                try:
                    return await self._run(unit, call, scene, ready.line, ready.given)
                except Refusal as refusal:
                    raise forms.FormRefused(ready, refusal) from refusal
            case None:
                return await self._told(unit, call, scene, await hello(unit, call, scene)) if scene.private else None
            case shown:
                return await self._told(unit, call, scene, shown)

    async def _run(self, unit: Unit, call: Call, scene: Scene, line: str, given: Mapping[str, Any]) -> Reply | None:
        command, tail = self._menu.match(line)
        scene = await self._admitted(unit, call, scene, command)
        ctx = self._ctx(unit, call, scene)
        check = partial(forms.checked, self._menu, ctx)
        at = self._asked_at(call, scene, command)
        known, asked = {**self._menu.split(line, command, tail), **given}, None
        try:
            if command.needs_more(known):
                asked = await command.asks(known, ctx) if command.asks else forms.default_form(command, known)
                if isinstance(asked, Reply):
                    return await self._told(unit, call, scene, asked, command)
                if isinstance(asked, Meant):
                    known, given = {**known, **asked.given}, {**given, **asked.given}
                elif asked is not None:
                    given = known if asked.given is None else asked.given
                    shown = await forms.opened(ctx, asked, given, check, at)
                    return await self._told(unit, call, scene, shown, command if at != call.heard.address else None)
            answer = await command.run(self._menu.read(line, command, known, ctx), ctx)
            answer = asked.told(answer) if isinstance(asked, Meant) else answer
        except NoTeam as lost:
            raise (await which(unit, call.heard)) or lost from lost
        except Refusal as refusal:
            if len(known) < 2 or not call.given or refusal.settled or forms.is_form(call.line):
                raise
            raise forms.FormRefused(forms.Ready(line, given), refusal) from refusal
        if answer.form is not None and not answer.form.draft:
            shown = await forms.opened(ctx, answer.form, answer.form.given or {}, check, at)
            answer = replace(answer, form=shown.form)
        # A command may have made the team, or changed its language: the answer speaks as things are now.
        scene = replace(await self._look(unit, call), new=scene.new) if command.resets else scene
        if answer.cards and answer.private and call.shows(answer, scene.tongue):
            answer = replace(answer, blocks=(), buttons=())  # the card shows the rest
        if not command.reads:
            await unit.journal.write(minute(call, scene, line, "ok", given))
        return await self._told(unit, call, scene, answer, command)

    async def _admitted(self, unit: Unit, call: Call, scene: Scene, command: Command[Any]) -> Scene:
        """Whether this person may say this here. The first command in an open team makes her a member."""
        if (no := barred(command, call.heard, typed=call.timer is None)) is not None:
            raise no
        if not command.team:
            return scene
        if scene.team is None:
            raise (await which(unit, call.heard)) or no_team(call.heard)
        if call.timer is not None:
            return scene  # timers are wound by commands, and those were allowed
        if scene.rests:
            raise Refusal(SUSPENDED(team=scene.team.name))
        who, new = scene.who, scene.who is None
        if who is None or who.left_at is not None:
            who = await self._first_time(unit, call, scene)
        if who.waiting:
            raise Refusal(WAITING())
        if who.level < command.who:
            raise not_allowed(command.name, command.who)
        return replace(scene, who=who, new=new)

    async def _first_time(self, unit: Unit, call: Call, scene: Scene) -> Person:
        gone = scene.who is not None
        if gone or scene.team is None or scene.team.joining != "open" or scene.place is None:
            raise not_in()
        who = await unit.people.add(scene.team.id, call.heard.account, Role.STAFF, self._clock())
        await unit.journal.write(minute(call, replace(scene, who=who), "/join", "joined by the first command"))
        return who

    def _asked_at(self, call: Call, scene: Scene, command: Command[Any]) -> Address:
        """Where a command asks its questions: as privately as it answers, where she can be reached so."""
        alone = alone_at(call, scene, self._whispers) if command.private else None
        return alone or call.heard.address

    def _ctx(self, unit: Unit, call: Call, scene: Scene) -> Ctx:
        return Ctx(
            call.heard, unit, self._clock(), self._metrics, self._new_code, scene.who, scene.team, scene.place,
            self._menu.commands, self._menu.every, scene.tongue, self._health, self._site(),
        )  # fmt: skip

    async def _told(
        self, unit: Unit, call: Call, scene: Scene, answer: Reply, command: Command[Any] | None = None
    ) -> Reply:
        """Write the letters of an answer."""
        post = Post(call, scene, self._clock(), self._whispers)
        places = await unit.places.of(scene.team.id) if (answer.everywhere or answer.cards) and scene.team else []
        secret = command is not None and command.private
        own, *more = in_her_language_too(answer, scene) if scene.new and not secret else (answer,)
        found = letters(post, own, places, secret=secret, shared=answer)
        if not call.direct:
            found += [letter for part in more for letter in letters(post, part, [], secret=False)]
        await unit.outbox.put([*found, *cards(post, answer, places)])
        return own

    async def _say(
        self, unit: Unit, call: Call, answer: Reply, outcome: str, ran: forms.Ready | None = None
    ) -> Reply | None:
        """``ran``: the line of a form, which the journal tells as if it was typed."""
        if not await self._begun(unit, call):
            return None
        scene = await self._look(unit, call)
        line, given = (ran.line, ran.given) if ran else (call.line, {} if forms.is_form(call.line) else call.given)
        await unit.journal.write(minute(call, scene, line, outcome, given))
        return await self._told(unit, call, scene, answer, self._command(call.line))

    def _command(self, line: str) -> Command[Any] | None:
        """A no to something private is as private as the answer would have been."""
        try:
            return self._menu.match(line)[0]
        except Refusal:
            return None

    async def _refused(self, unit: Unit, call: Call, refusal: Refusal) -> Reply | None:
        if refusal.nevertheless is not None:
            await refusal.nevertheless(unit)
        answer = reply(refusal.said, *refusal.hints, buttons=refusal.buttons, private=True)
        if call.shows(answer, (await self._look(unit, call)).tongue):
            answer = reply()
        return await self._say(unit, call, answer, f"refused: {Tongue().speak(refusal.said)}")

    async def _form_refused(self, unit: Unit, call: Call, refused: forms.FormRefused) -> Reply | None:
        cause, ready = refused.cause or Refusal(forms.EMPTY_FORM()), refused.ready
        ctx = self._ctx(unit, call, scene := await self._look(unit, call))
        check = partial(forms.checked, self._menu, ctx)
        if ready.draft:
            back = await forms.wrong(unit, call, ready, cause.said, cause.hints, check)
        else:
            command, tail = self._menu.match(ready.line)
            at = self._asked_at(call, scene, command)
            back = await forms.offered(ctx, command, {**command.args.split(tail), **ready.given}, cause, check, at)
        if back is None:
            return await self._refused(unit, call, cause)
        if cause.nevertheless is not None:
            await cause.nevertheless(unit)
        return await self._say(unit, call, back, f"refused: {Tongue().speak(cause.said)}", ready)
