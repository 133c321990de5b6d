"""What a text mentions: references typed, and actions of other rows and meetings. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ingest.fields.mention_status import parse_mention_status
from ingest.fields.references import find_references, locate_references
from ingest.fields.sentences import sentence_around
from ingest.template import Template
from kb.records import ActionMention, CrossReference, Origin, ReferenceKind, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the records of a report need to know of it."""

    group: str
    group_name: str
    meeting_date: date | None
    template: Template

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """The groups that the family knows, by acronym."""
        return self.template.groups


def list_mentions(text: str, area: str, context: Context, source: Source, *, own: str) -> tuple[ActionMention, ...]:
    """A mention for each sentence of a text that speaks of an action other than the row's own."""
    mentions: dict[tuple[str, str], ActionMention] = {}
    for found in locate_references(text, group=context.group, groups=context.groups):
        ref = found.reference
        if ref.kind is not ReferenceKind.ACTION or ref.target == own:
            continue
        sentence = sentence_around(text, found.start, found.end).text.removeprefix("• ")
        if (ref.target, sentence) in mentions:
            continue
        reading = parse_mention_status(text=sentence, ref_raw=ref.raw)
        mentions[ref.target, sentence] = ActionMention(
            ref=ref.target,
            ref_raw=ref.raw,
            origin=Origin.DISCUSSION,
            area=area,
            text=sentence,
            status=reading.status,
            status_rule=reading.rule,
            status_strength=reading.strength,
            references=references_of(sentence, context, own=ref.target),
            source=source,
        )
    return tuple(mentions.values())


def references_of(text: str, context: Context, *, own: str = "") -> tuple[CrossReference, ...]:
    """The references of a text but those to its own row."""
    found = find_references(text, group=context.group, groups=context.groups)
    return tuple(reference for reference in found if reference.target != own)
