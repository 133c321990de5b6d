"""Sentences of the invented programme: picks templates from `words` and fills their slots, all from one random source."""

import random
from datetime import date, timedelta

from corpus import words
from corpus.specimen import Attendee, DiscussionRow, Due, ProseMention, RaidRow, Statement

Topic = tuple[str, str, str]


class Voice:
    """Says things the way a group's reports do."""

    def __init__(self, rng: random.Random, group: str, people: list[str]) -> None:
        self.rng = rng
        self.group = group
        self.people = people

    def fill(self, template: str, topic: Topic, **given: str) -> str:
        """The template with its slots filled; `given` slots win."""
        rng = self.rng
        other = rng.choice(words.TOPICS)
        slots = {
            "g": self.group,
            "other_g": rng.choice([code for code, _ in words.GROUPS if code != self.group]),
            "thing": topic[1],
            "thing_cap": topic[1][0].upper() + topic[1][1:],
            "matter": topic[2],
            "thing2": other[1],
            "matter2": other[2],
            "topic_lower": topic[0] if topic[0][:3].isupper() else topic[0][0].lower() + topic[0][1:],
            "role": rng.choice(words.ROLES),
            "org": rng.choice(words.ORGANISATIONS),
            "person": rng.choice(self.people),
            "change": rng.choice(words.CHANGES),
            "n": str(rng.randint(2, 12)),
            "pct": str(rng.randint(35, 97)),
        }
        return template.format(**(slots | given))

    def action_text(self, topic: Topic, other_ref: str | None) -> str:
        text = self.fill(self.rng.choice(words.ACTION_TEXTS), topic)
        if other_ref and self.rng.random() < 0.12:
            text += self.fill(self.rng.choice(words.ACTION_NOTES), topic, other=f"«{other_ref}»")
        return text

    def owner(self) -> str:
        """An owner cell in one of the shapes that reports use."""
        rng, person = self.rng, self.rng.choice(self.people)
        other = rng.choice([name for name in self.people if name != person])
        shapes = (
            f"{self.group} representatives",
            f"{self.group} members",
            f"Programme ({rng.choice(words.TEAMS)})",
            f"Programme ({rng.choice(words.TEAMS)})",
            f"Programme ({person})",
            f"{rng.choice(words.ROLES[:7])} ({person})",
            person,
            person,
            f"{person}, {other}",
            f"{person} and {other}",
            f"{person} / {other}",
            rng.choice(words.ORGANISATIONS),
            "All members",
            "Chair",
        )
        return rng.choice(shapes)

    def due(self, after: date) -> Due:
        """A due date after a meeting, sometimes in words."""
        rng = self.rng
        on = working_day(after + timedelta(days=rng.choice((1, 7, 14, 21, 21, 28, 42))))
        chance = rng.random()
        if chance < 0.84:
            return Due(on=on)
        if chance < 0.88:
            return Due(kind="next meeting", words=rng.choice((f"Next {self.group}", "Next meeting")))
        if chance < 0.91:
            return Due(kind="tbc", words="TBC")
        if chance < 0.93:
            return Due(kind="asap", words="ASAP")
        if chance < 0.95:
            return Due(kind="ongoing", words="Ongoing")
        if chance < 0.98:
            return Due(kind="week commencing", on=on - timedelta(days=on.weekday()))
        return Due(kind="none")

    def update(self, said: str, topic: Topic, on: date, next_number: int, other_ref: str) -> str:
        return self.fill(
            self.rng.choice(words.UPDATES[said]),
            topic,
            date=f"{on - timedelta(days=self.rng.randint(1, 9)):%d/%m/%Y}",
            next2=f"{next_number:02d}",
            other=f"«{other_ref}»",
        )

    def raid_row(self, serial: int) -> RaidRow:
        kind = self.rng.choice(tuple(words.RAID_TEXTS))
        topic = self.rng.choice(words.TOPICS)
        text = self.fill(self.rng.choice(words.RAID_TEXTS[kind]), topic)
        return RaidRow(ref=f"{kind[0].upper()}{serial:03d}", kind=kind, area=topic[0], text=text)

    def attendees(self, count: int) -> tuple[Attendee, ...]:
        chosen = self.rng.sample(self.people, count)
        return tuple(
            Attendee(name=name, role="Chair" if at == 0 else self.rng.choice(words.ROLES), apologies=at >= count - 2)
            for at, name in enumerate(chosen)
        )

    def discussion(self, topic: Topic, mentions: list[ProseMention], *, deciding: bool) -> DiscussionRow:
        """Paragraphs, bullets, the mentions each as a sentence of its own (or in brackets), perhaps a decision statement."""
        rng = self.rng
        lines = [self._paragraph(topic) for _ in range(rng.choice((1, 1, 2, 3)))]
        if rng.random() < 0.4:
            lines += self._bullets(topic)
        if rng.random() < 0.25:
            lines.append(self._paragraph(topic))
        for mention in mentions:
            self._mention(lines, mention, topic)
        statements: list[Statement] = []
        if deciding:
            verb, template = rng.choice(words.DECISIONS)
            statement = Statement(verb=verb, text=self.fill(template, topic))
            statements.append(statement)
            if lines[-1].startswith("•") or rng.random() < 0.3:
                lines.append(statement.text)
            else:
                lines[-1] += f" {statement.text}"
        elif rng.random() < 0.3:
            lines[0] += " " + self.fill(rng.choice(words.NON_DECISIONS), topic)
        return DiscussionRow(area=topic[0], text="\n".join(lines), statements=tuple(statements), mentions=tuple(mentions))

    def _paragraph(self, topic: Topic) -> str:
        return " ".join(
            self.fill(template, topic) for template in self.rng.sample(words.NEUTRAL_SENTENCES, self.rng.randint(1, 4))
        )

    def _bullets(self, topic: Topic) -> list[str]:
        lines = [self.rng.choice(words.BULLET_LEADS)]
        for template in self.rng.sample(words.BULLETS, self.rng.randint(2, 4)):
            lines.append("• " + self.fill(template, topic))
            if self.rng.random() < 0.15:
                lines.append("•• " + self.rng.choice(words.NESTED_BULLETS))
        return lines

    def _mention(self, lines: list[str], mention: ProseMention, topic: Topic) -> None:
        ref = f"«{mention.ref}»"
        if (
            mention.said == "unknown"
            and self.rng.random() < 0.6
            and not lines[-1].startswith("•")
            and lines[-1].endswith(".")
        ):
            lines[-1] = f"{lines[-1][:-1]} (action {ref})."
            return
        sentence = self.fill(self.rng.choice(words.PROSE_MENTIONS[mention.said]), topic, ref=ref)
        if lines[-1].startswith("•"):
            lines.append(sentence)
        else:
            lines[-1] += f" {sentence}"


def working_day(day: date) -> date:
    """The day itself, or the Monday after a week-end."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
