"""An invented programme as parsed reports, without PDFs in between: histories known for tests and benchmarks."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from corpus.programme import Programme
from corpus.specimen import ActionRow, DiscussionRow, Specimen
from ingest.fields.mention_status import parse_mention_status
from ingest.fields.owners import parse_owners
from ingest.fields.sentences import sentence_around
from ingest.fields.statements import find_statements
from ingest.fields.status import parse_row_status
from kb.records import (
    ActionMention,
    Decision,
    DiscussionItem,
    DueKind,
    Meeting,
    Origin,
    ParsedReport,
    RaidItem,
    RaidKind,
    Report,
    ReportSection,
    SectionKind,
    SectionState,
    Source,
)
from kb.store import Store, replace_reports

_MARKS = str.maketrans("", "", "«»")


def add_programme(store: Store, programme: Programme) -> None:
    """Take in all reports of an invented programme, in one transaction."""
    with store.writing() as connection:
        for specimen in programme.specimens:
            replace_reports(connection, [parsed(specimen)])


def parsed(specimen: Specimen, prefix: str = "") -> ParsedReport:
    """What a perfect parser reads from a specimen; statuses and statements are read by the product's own rules.

    prefix: letters before every group code, so that several programmes fit into one archive.
    """
    if prefix:
        specimen = _renamed(specimen, prefix)
    digest = hashlib.sha256(specimen.name.encode() + str(specimen.meeting_date).encode()).hexdigest()
    meeting = Meeting(
        key=specimen.key,
        group_code=specimen.group,
        group_name=specimen.group_name,
        number=specimen.number,
        sub=specimen.sub,
        extraordinary=specimen.extraordinary,
        number_raw=f"{specimen.group} {specimen.number:03}",
        meeting_date=specimen.meeting_date,
    )
    report = Report(
        meeting=meeting,
        title=f"{specimen.group_name} Headline Report",
        issue_date=specimen.issue_date,
        version=specimen.version,
        file_name=f"{specimen.name}.pdf",
        sha256=digest,
        content_hash=digest[:16],
        pages=4,
        is_synthetic=True,
    )
    return ParsedReport(
        report=report,
        sections=_sections(specimen),
        actions=(*(_row(row, n) for n, row in enumerate(specimen.actions, 1)), *_prose(specimen)),
        decisions=(*_decisions(specimen), *_statements(specimen)),
        raid_items=tuple(
            RaidItem(
                ref=row.ref, ref_raw=row.ref, kind=RaidKind(row.kind), area=row.area, text=_plain(row.text), source=_at(n)
            )
            for n, row in enumerate(specimen.raid or (), 1)
        ),
        discussion_items=tuple(
            DiscussionItem(area=row.area, text=_plain(row.text), source=_at(n))
            for n, row in enumerate(specimen.discussion, 1)
        ),
    )


def _renamed(specimen: Specimen, prefix: str) -> Specimen:
    def named(text: str) -> str:
        return text.replace(specimen.group, prefix + specimen.group)

    return replace(
        specimen,
        key=named(specimen.key),
        group=named(specimen.group),
        actions=tuple(replace(row, ref=named(row.ref)) for row in specimen.actions),
        discussion=tuple(
            replace(
                item,
                text=named(item.text),
                mentions=tuple(replace(mention, ref=named(mention.ref)) for mention in item.mentions),
            )
            for item in specimen.discussion
        ),
    )


def _sections(specimen: Specimen) -> tuple[ReportSection, ...]:
    raid = (
        SectionState.ABSENT if specimen.raid is None else SectionState.ITEMS if specimen.raid else SectionState.NONE_RAISED
    )
    return (
        ReportSection(kind=SectionKind.ACTIONS, state=SectionState.ITEMS, heading="Actions"),
        ReportSection(kind=SectionKind.RAID, state=raid, heading="RAID Items" if specimen.raid is not None else ""),
        ReportSection(kind=SectionKind.DISCUSSION, state=SectionState.ITEMS, heading="Key Discussion Items"),
    )


def _row(row: ActionRow, position: int) -> ActionMention:
    reading = parse_row_status(update=_plain(row.update))
    return ActionMention(
        ref=row.ref,
        ref_raw=row.ref,
        origin=Origin.TABLE,
        area=row.area,
        text=_plain(row.text),
        owner_raw=row.owner,
        owners=parse_owners(row.owner),
        due_raw=_due_raw(row),
        due_date=row.due.on,
        due_kind=DueKind(row.due.kind),
        update_raw=_plain(row.update),
        status=reading.status,
        status_rule=reading.rule,
        status_strength=reading.strength,
        source=_at(position),
    )


def _due_raw(row: ActionRow) -> str:
    if row.due.on is None:
        return row.due.words
    was = f" (was {_printed(row.due.was)})" if row.due.was else ""
    return ("w/c " if row.due.kind == "week commencing" else "") + _printed(row.due.on) + was


def _printed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _prose(specimen: Specimen) -> Iterator[ActionMention]:
    for item in specimen.discussion:
        for mention in item.mentions:
            start = item.text.index(f"«{mention.ref}»")
            sentence = _plain(sentence_around(item.text, start, start + len(mention.ref) + 2).text)
            reading = parse_mention_status(text=sentence, ref_raw=mention.ref)
            yield ActionMention(
                ref=mention.ref,
                ref_raw=mention.ref,
                origin=Origin.DISCUSSION,
                area=item.area,
                text=sentence,
                status=reading.status,
                status_rule=reading.rule,
                status_strength=reading.strength,
                source=Source(page=2),
            )


def _decisions(specimen: Specimen) -> Iterator[Decision]:
    for n, row in enumerate(specimen.decisions or (), 1):
        yield Decision(
            ref=row.ref, ref_raw=row.ref, origin=Origin.TABLE, area=row.area, text=_plain(row.text), source=_at(n)
        )


def _statements(specimen: Specimen) -> Iterator[Decision]:
    for item in specimen.discussion:
        yield from _found(item, specimen)


def _found(item: DiscussionRow, specimen: Specimen) -> Iterator[Decision]:
    for each in find_statements(_plain(item.text), group=specimen.group, group_name=specimen.group_name):
        yield Decision(origin=Origin.DISCUSSION, area=item.area, text=each.sentence, verb=each.verb, source=Source(page=2))


def _plain(text: str) -> str:
    return text.translate(_MARKS)


def _at(position: int) -> Source:
    return Source(page=1 + position // 12, table=1, row=position)
