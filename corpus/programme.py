"""Invents a coherent programme: groups that meet for years, actions that live through their meetings, and their truth.

`invent_programme(seed)` gives the same programme for the same seed, on any machine.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from corpus import words
from corpus.prose import Topic, Voice, working_day
from corpus.specimen import ActionRow, DecisionRow, DiscussionRow, Due, ProseMention, RaidRow, Specimen
from corpus.truth import ActionLife, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """All issued reports in order of issue, and the life of every action."""

    seed: int
    specimens: tuple[Specimen, ...]
    lives: tuple[ActionLife, ...]

    def meeting_dates(self, group: str) -> list[date]:
        return sorted({report.meeting_date for report in self.specimens if report.group == group})


def invent_programme(
    seed: int, *, groups: int = 8, meetings: tuple[int, int] = (8, 12), without: frozenset[str] = frozenset()
) -> Programme:
    """groups: how many of `words.GROUPS`, in their order, but those `without`. meetings: least and most numbered meetings
    of a group."""
    rng = random.Random(f"programme {seed}")
    people = [f"{first} {last}" for first in words.FIRST_NAMES for last in rng.sample(words.LAST_NAMES, 2)]
    rng.shuffle(people)
    reports: list[Specimen] = []
    lives: list[ActionLife] = []
    for at, (code, name) in enumerate([each for each in words.GROUPS if each[0] not in without][:groups]):
        group = _Group(code=code, name=name, rng=random.Random(f"{seed} {code}"), people=people[at * 5 % 50 :][:14], at=at)
        reports += group.meet(rng.randint(*meetings))
        lives += group.lives
    reports.sort(key=lambda report: (report.issue_date, report.key, report.version))
    return Programme(seed=seed, specimens=tuple(reports), lives=tuple(lives))


@dataclass(slots=True)
class _Live:
    """An action that may be printed again: its life, its current row, and when it will silently vanish."""

    life: ActionLife
    topic: Topic
    row: ActionRow
    vanishes_after: int | None
    closed_for: int = 0


@dataclass(slots=True)
class _Group:
    code: str
    name: str
    rng: random.Random
    people: list[str]
    at: int
    lives: list[ActionLife] = field(default_factory=list)
    _active: list[_Live] = field(default_factory=list)
    _serial: int = 0

    def meet(self, count: int) -> list[Specimen]:
        """All reports of this group's meetings, with decimal and extraordinary ones among them, and corrected re-issues."""
        rng = self.rng
        day = date(2022, 1, 5) + timedelta(days=rng.randint(0, 200))
        first = rng.randint(1, 9)
        reports: list[Specimen] = []
        for step in range(count):
            number = first + step
            day = working_day(day)
            reports += self._issue(number, None, False, day)
            if step and rng.random() < 0.08:
                reports += self._issue(number, 1, False, working_day(day + timedelta(days=10)))
            elif step and rng.random() < 0.05 and day.year >= 2023:
                reports += self._issue(number, None, True, working_day(day + timedelta(days=12)))
            day += timedelta(days=rng.choice((28, 28, 35)) if rng.random() > 0.06 else 63)
        return reports

    def _issue(self, number: int, sub: int | None, extraordinary: bool, day: date) -> list[Specimen]:
        rng = self.rng
        key = f"{'e' if extraordinary else ''}{self.code}{number:02d}" + (f".{sub}" if sub else "")
        voice = Voice(rng, self.code, self.people)
        rows, prose = self._review(key, day, number, voice)
        rows += self._raise(key, day, voice)
        start_hour = rng.choice((9, 10, 10, 13, 14))
        report = Specimen(
            key=key,
            group=self.code,
            group_name=self.name,
            number=number,
            sub=sub,
            extraordinary=extraordinary,
            meeting_date=day,
            start=f"{start_hour:02d}:{rng.choice(('00', '00', '30'))}",
            end=f"{start_hour + 2:02d}:00",
            venue=rng.choice(words.VENUES),
            classification="Public",
            issue_date=working_day(day + timedelta(days=2)),
            actions=tuple(rows),
            decisions=self._decisions(key, voice),
            raid=self._raid(voice),
            discussion=self._discuss(rows, prose, voice),
            attendees=voice.attendees(rng.randint(6, 10)) if self.at % 3 == 2 else (),
        )
        self._note(report)
        return [report, *self._correct(report)]

    def _review(self, key: str, day: date, number: int, voice: Voice) -> tuple[list[ActionRow], list[ProseMention]]:
        """Earlier actions that this meeting speaks of: rows of the log (most groups) or sentences in prose."""
        rng, rows, prose = self.rng, [], []
        in_log = self.at % 4 != 0
        for live in list(self._active):
            if live.vanishes_after is not None and len(live.life.events) >= live.vanishes_after:
                self._active.remove(live)
                continue
            if live.row.said == "closed" and live.closed_for > 0 and rng.random() > 0.05:
                self._active.remove(live)
                continue
            if live.row.said == "moved" or (rng.random() < 0.12 and live.row.said != "closed"):
                if live.row.said == "moved":
                    self._active.remove(live)
                continue
            if in_log or rng.random() < 0.25:
                live.row = self._carry(live, day, number, voice)
                rows.append(live.row)
            else:
                said = rng.choice(("open", "open", "closed", "unknown"))
                if live.row.said == "closed":
                    continue
                prose.append(ProseMention(ref=live.row.ref, said=said))
                if said != "unknown":
                    live.row = replace(live.row, said=said)
            live.closed_for = live.closed_for + 1 if live.row.said == "closed" else 0
        return rows, prose

    def _carry(self, live: _Live, day: date, number: int, voice: Voice) -> ActionRow:
        rng, row = self.rng, live.row
        if row.said == "closed":
            said, key = "open", "reopened"
        else:
            weights = (0.34, 0.07, 0.27, 0.1, 0.04, 0.18)
            said = rng.choices(("open", "proposed close", "closed", "delivered", "moved", "unknown"), weights)[0]
            key = said
        due, owner = row.due, row.owner
        if said in {"open", "unknown"} and rng.random() < 0.35 and row.due.on:
            on = working_day(max(row.due.on, day) + timedelta(days=rng.choice((7, 14, 14, 28))))
            due = Due(on=on, was=row.due.on if rng.random() < 0.15 else None)
        elif due.was:
            due = Due(on=due.on)
        if said in {"open", "unknown"} and rng.random() < 0.08:
            owner = voice.owner()
        other = rng.choice([life.ref for life in self.lives])
        return replace(row, due=due, owner=owner, said=said, update=voice.update(key, live.topic, day, number + 1, other))

    def _raise(self, key: str, day: date, voice: Voice) -> list[ActionRow]:
        rng = self.rng
        topics = rng.sample(words.TOPICS, rng.randint(2, 4))
        rows: list[ActionRow] = []
        for at in range(rng.randint(2, 7)):
            topic = topics[min(at * len(topics) // 6, len(topics) - 1)]
            said = rng.choices(("unknown", "delivered", "open"), (0.72, 0.2, 0.08))[0]
            earlier = rng.choice(self.lives).ref if self.lives else None
            row = ActionRow(
                ref=f"{key}-{at + 1:02d}",
                area=topic[0],
                text=voice.action_text(topic, earlier),
                owner=voice.owner(),
                due=voice.due(day),
                update=voice.update(said, topic, day, 0, ""),
                said=said,
            )
            rows.append(row)
            life = ActionLife(ref=row.ref, group=self.code, area=row.area, text=row.text)
            self.lives.append(life)
            vanishes = rng.choice((1, 2, 3)) if rng.random() < 0.07 else None
            self._active.append(_Live(life=life, topic=topic, row=row, vanishes_after=vanishes))
        return rows

    def _decisions(self, key: str, voice: Voice) -> tuple[DecisionRow, ...] | None:
        if self.at % 3 == 0:
            return None
        topics = self.rng.sample(words.TOPICS, self.rng.randint(0, 3))
        return tuple(
            DecisionRow(
                ref=f"{key}-DEC{at:02d}",
                area=topic[0],
                text=voice.fill(self.rng.choice(words.TABLE_DECISIONS), topic),
            )
            for at, topic in enumerate(topics, start=1)
        )

    def _raid(self, voice: Voice) -> tuple[RaidRow, ...] | None:
        if self.rng.random() < 0.06:
            return None
        if self.rng.random() < 0.4:
            return ()
        rows = []
        for _ in range(self.rng.randint(1, 4)):
            self._serial += 1
            rows.append(voice.raid_row(self._serial))
        return tuple(rows)

    def _discuss(self, rows: list[ActionRow], prose: list[ProseMention], voice: Voice) -> tuple[DiscussionRow, ...]:
        rng = self.rng
        topics = rng.sample(words.TOPICS, rng.randint(3, 6))
        waiting = list(prose)
        items = []
        for topic in topics:
            mentions = [waiting.pop(0) for _ in range(min(len(waiting), rng.choice((0, 1, 1, 2))))]
            if rows and rng.random() < 0.4:
                row = rng.choice(rows)
                mentions.append(ProseMention(ref=row.ref, said="unknown"))
            items.append(voice.discussion(topic, mentions, deciding=rng.random() < 0.3))
        if waiting:
            items.append(
                voice.discussion(("Review of earlier actions", "the action log", "open actions"), waiting, deciding=False)
            )
        return tuple(items)

    def _note(self, report: Specimen) -> None:
        """Writes the report's mentions into the lives: table rows first, then prose, as they are printed."""
        lives = {life.ref: life for life in self.lives}
        for row in report.actions:
            life = lives[row.ref]
            reopened = bool(life.events) and life.events[-1].state == "closed" and row.said == "open"
            life.events.append(
                Event(
                    report=report.name,
                    meeting=report.key,
                    meeting_date=report.meeting_date,
                    origin="table",
                    said=row.said,
                    state=life.next_state(row.said),
                    owner=row.owner,
                    due_kind=row.due.kind,
                    due_date=row.due.on,
                    update=row.update,
                    reopened=reopened,
                )
            )
        for item in report.discussion:
            for mention in item.mentions:
                life = lives[mention.ref]
                life.events.append(
                    Event(
                        report=report.name,
                        meeting=report.key,
                        meeting_date=report.meeting_date,
                        origin="discussion",
                        said=mention.said,
                        state=life.next_state(mention.said),
                    )
                )

    def _correct(self, report: Specimen) -> list[Specimen]:
        """Now and then the report is issued again: v1.1 mends an owner and a due date. The life keeps the new words."""
        new = [row for row in report.actions if row.ref.startswith(report.key)]
        if not new or self.rng.random() > 0.06:
            return []
        wrong = new[-1]
        right = replace(wrong, owner="Programme (PMO)", due=Due(on=working_day(report.meeting_date + timedelta(days=30))))
        actions = tuple(right if row is wrong else row for row in report.actions)
        corrected = replace(report, version="v1.1", issue_date=report.issue_date + timedelta(days=5), actions=actions)
        for life in self.lives:
            for at, event in enumerate(life.events):
                if event.report == report.name:
                    mended = replace(event, report=corrected.name)
                    if life.ref == right.ref and event.origin == "table":
                        mended = replace(mended, owner=right.owner, due_kind="date", due_date=right.due.on)
                    life.events[at] = mended
        for live in self._active:
            if live.row.ref == right.ref:
                live.row = right
        return [corrected]
