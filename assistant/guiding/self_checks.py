"""Self-checks of a company: begun, answered check by check, finished, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from assistant.clash import Clash
from assistant.guiding.checks import CheckList, checks_of, notes_checks
from assistant.guiding.earlier import asked_in, same_checks
from assistant.guiding.scoring import Reply, Result, compared, result_of
from assistant.guiding.way import Way
from corpus.errors import BadInput
from index.catalogue.catalogue import Catalogue
from index.catalogue.guides import Assessment, Conflict, GuideStore, StoredReply

REPLIES: tuple[Reply, ...] = ("yes", "partly", "no", "na")
#: Characters of what shows it, of a note and of a title.
_NOTE, _TITLE = 4000, 60


class SelfChecks:
    """Thread-safe. Raises BadInput for what cannot be, Clash where somebody else was faster."""

    def __init__(self, store: GuideStore, catalogue: Catalogue, today: Callable[[], date]) -> None:
        self._store, self._catalogue, self._today = store, catalogue, today

    def checks(self) -> CheckList:
        """What a self-check that begins today asks."""
        return checks_of(self._catalogue, self._today())

    def made(self, way: Way) -> list[Assessment]:
        """Oldest first."""
        return self._store.assessments(way.guide.id)

    def get(self, way: Way, key: str) -> Assessment:
        found = next((one for one in self.made(way) if one.id == key), None)
        if found is None:
            raise BadInput("没有这次自查。")
        return found

    def start(self, way: Way, title: str = "") -> Assessment:
        """A new self-check; refused while one is not finished."""
        made = self.made(way)
        title = " ".join(title.split())
        if len(title) > _TITLE:
            raise BadInput(f"自查的名称最多{_TITLE}个字，现在有{len(title)}个字。")
        title = title or f"第{len(made) + 1}次自查（{self._today().isoformat()}）"
        try:
            key = self._store.start_assessment(way.guide.id, title, self.checks().source)
        except Conflict as error:
            last = self.made(way)[-1].title
            raise BadInput(f"“{last}”还没有完成，请先完成它，再开始新的自查。") from error
        return self.get(way, key)

    def asked(self, made: Assessment) -> CheckList:
        """The checks of a self-check, as it was begun with."""
        return self._asked(made, self._store.replies(made.id), self.checks())

    def _asked(
        self, made: Assessment, replies: Mapping[str, StoredReply], now: CheckList
    ) -> CheckList:
        notes = notes_checks(self._catalogue)
        return asked_in(made, replies, now=now, notes=notes, catalogue=self._catalogue)

    def replies(self, made: Assessment) -> dict[str, StoredReply]:
        return self._store.replies(made.id)

    def reply(
        self,
        way: Way,
        key: str,
        check: str,
        reply: str,
        revision: int,
        evidence: str = "",
        note: str = "",
    ) -> StoredReply:
        """Answer one check."""
        made = self.get(way, key)
        if made.finished is not None:
            raise BadInput(f"“{made.title}”已经完成，不能再改；请重新打开它，或者开始新的自查。")
        asked = next((one for one in self.asked(made).checks if one.id == check), None)
        if asked is None:
            raise BadInput("没有这一项，资料库可能刚刚变了，请刷新页面。")
        if reply not in REPLIES:
            raise BadInput("回答只能是：是、部分、否、不适用。")
        for words in (evidence, note):
            if len(words) > _NOTE:
                raise BadInput(f"证据或说明最多{_NOTE}个字，现在有{len(words)}个字。")
        try:
            return self._store.reply(
                key,
                check,
                revision,
                reply=reply,
                evidence=evidence,
                note=note,
                words=asked.text,
                clause_id=asked.clause_id,
            )
        except Conflict as error:
            raise Clash("这一项的回答", error.revision) from error

    def finish(self, way: Way, key: str, finished: bool = True) -> None:
        """Finish it, or open the last one again."""
        made = self.get(way, key)
        last = self.made(way)[-1]
        if not finished and last.id != key:
            raise BadInput(f"“{made.title}”后面已经有“{last.title}”，不能再打开。")
        self._store.finish_assessment(way.guide.id, key, finished)

    def result(self, way: Way, key: str) -> Result:
        """The result of a self-check, beside the one before."""
        made = self.made(way)
        place = [one.id for one in made].index(self.get(way, key).id)
        now = self.checks()
        replies = self._store.replies(key)
        asked = self._asked(made[place], replies, now)
        weights = way.guide.weights or None
        if not place:
            return result_of(asked, _plain(replies), weights=weights)
        earlier = made[place - 1]
        replies_before = self._store.replies(earlier.id)
        asked_before = self._asked(earlier, replies_before, now)
        same = same_checks(asked, asked_before)
        before: dict[str, Reply] = {
            own: replies_before[other].reply  # type: ignore[misc]
            for own, other in same.items()
            if other in replies_before
        }
        found = result_of(
            asked, _plain(replies), before=before, comparable=same.keys(), weights=weights
        )
        told = compared(
            earlier.title,
            _plain(replies),
            before,
            same=same.keys(),
            now=asked,
            asked_before=asked_before,
        )
        return found.with_comparison(told)


def _plain(replies: Mapping[str, StoredReply]) -> dict[str, Reply]:
    return {name: one.reply for name, one in replies.items()}  # type: ignore[misc]
