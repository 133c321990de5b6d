"""How results are printed in a terminal, and as JSON for programs."""

import dataclasses
import json
import sys
from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table as ScreenTable

from ingest.pipeline import Outcome, OutcomeKind
from ingest.reparse import Reparsed, ReparseKind
from kb.archive import ArchiveSummary, ListedProblem
from kb.doctor import Check, Health
from kb.export import Table
from kb.history.actions import ActionOnDay
from kb.history.line import describe_life
from kb.history.story import ActionStory
from kb.records import ActionMention, Decision, DiscussionItem, Origin, ParsedReport, RaidItem, SectionKind
from kb.search.port import Hit, SearchResult

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

_OUTCOME_STYLES = {
    OutcomeKind.ADDED: "green",
    OutcomeKind.REVISED: "cyan",
    OutcomeKind.UNCHANGED: "dim",
    OutcomeKind.DUPLICATE: "yellow",
    OutcomeKind.REJECTED: "red",
}
_HEALTH_STYLES = {Health.OK: "green", Health.NOTE: "yellow", Health.BROKEN: "red"}


def print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=_json_default) + "\n")


def plain(value: object) -> dict[str, object]:
    assert dataclasses.is_dataclass(value)
    assert not isinstance(value, type)
    return dataclasses.asdict(value)


def outcome_json(outcome: Outcome) -> dict[str, object]:
    plain = {field.name: getattr(outcome, field.name) for field in dataclasses.fields(outcome)}
    return plain | {"kind": outcome.kind.value, "path": str(outcome.path), "outcome": outcome.kind.value}


def result_json(result: SearchResult) -> dict[str, object]:
    return {
        "query": result.query,
        "understood": result.understood,
        "notes": [plain(note) for note in result.notes],
        "total": result.total,
        "approximate": result.approximate,
        "also_searched": list(result.also_searched),
        "suggestion": result.suggestion,
        "engine": result.engine,
        "state": result.state,
        "hits": [_hit_json(hit) for hit in result.hits if result.approximate or not hit.closest],
        "closest": [_hit_json(hit) for hit in result.hits if hit.closest and not result.approximate],
    }


def _hit_json(hit: Hit) -> dict[str, object]:
    document = hit.document
    return {
        "record_id": document.record_id,
        "kind": document.kind,
        "ref": document.ref,
        "meeting": document.meeting,
        "file_name": document.file_name,
        "page": document.page,
        "score": hit.score,
        "snippet": "".join(segment.text for segment in hit.snippet),
        "aside": "".join(segment.text for segment in hit.aside),
        "text": document.text,
        "area": document.area,
        "meeting_date": document.meeting_date,
        "report_id": document.report_id,
        "status": document.status,
        "owner": document.owner_raw,
        "due_date": document.due_date,
        "meetings": hit.meetings,
    }


def print_table(table: Table) -> None:
    """In a terminal as wide as that is; otherwise one line for each row, as long as it needs to be."""
    if not out.is_terminal:
        _print_lines(table)
        return
    screen = ScreenTable(*table.columns, box=None, header_style="bold", pad_edge=False)
    for row in table.rows:
        screen.add_row(*("" if value is None else escape(str(value)) for value in row))
    out.print(screen)


def _print_lines(table: Table) -> None:
    rows = [table.columns, *(["" if value is None else " ".join(str(value).split()) for value in row] for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def print_result(result: SearchResult) -> None:
    for said in (result.state, *(f"{note.reason}: {result.query[note.start : note.end]}" for note in result.notes)):
        if said:
            err.print(escape(said))
    if result.also_searched:
        out.print(f"[dim]Also searched: {escape(', '.join(result.also_searched))}[/]")
    if result.suggestion:
        out.print(f"Did you mean: {escape(result.suggestion)}")
    if not result.hits:
        out.print("Nothing found. Try fewer or more general words, or the beginning of a word: migrat*")
        return
    many = "No record has all the words; the closest:" if result.approximate else f"{result.total} found"
    out.print(f"[bold]{many}[/]")
    told = result.approximate
    for hit in result.hits:
        if hit.closest and not told:
            told = True
            out.print("\n[bold]Closest matches, without some of the words:[/]")
        document = hit.document
        head = f"{document.ref or document.kind}  {document.meeting}  {document.meeting_date or ''}  {document.area}"
        out.print(f"\n[bold]{escape(head)}[/]  [dim]{escape(document.file_name)}, page {document.page}[/]")
        for segments in filter(None, (hit.snippet, hit.aside)):
            out.print("".join(f"[reverse]{escape(s.text)}[/]" if s.marked else escape(s.text) for s in segments))


def print_story(story: ActionStory) -> None:
    out.print(f"[bold]{story.ref}[/]  {escape(story.mentions[-1].area)}")
    out.print(escape(describe_life(story)))
    for mention in story.mentions:
        place = f"{mention.meeting}  {mention.meeting_date or 'no date'}  {mention.file_name}, page {mention.page}"
        out.print(f"\n[bold]{escape(place)}[/]  [dim]{mention.origin}, {mention.state}[/]")
        out.print(escape(mention.text))
        facts = (("owner", mention.owner_raw), ("due", mention.due_raw), ("update", mention.update_raw))
        out.print("[dim]" + escape(" · ".join(f"{name} {value}" for name, value in facts if value)) + "[/]")


def print_report(parsed: ParsedReport) -> None:
    report, meeting = parsed.report, parsed.report.meeting
    out.print(f"[bold]{escape(report.title)}[/]")
    out.print(f"{meeting.number_raw}, {meeting.meeting_date or 'no date'}, issued {report.issue_date or 'without a date'}")
    for section in parsed.sections:
        out.print(f"\n[bold]{escape(section.heading or section.kind)}[/]  [dim]{section.state}[/]")
        records: dict[SectionKind, Sequence[ActionMention | Decision | RaidItem | DiscussionItem]] = {
            SectionKind.ACTIONS: [each for each in parsed.actions if each.origin is Origin.TABLE],
            SectionKind.DECISIONS: [each for each in parsed.decisions if each.origin is Origin.TABLE],
            SectionKind.RAID: parsed.raid_items,
            SectionKind.DISCUSSION: parsed.discussion_items,
        }
        for record in records.get(section.kind, ()):
            ref = "" if isinstance(record, DiscussionItem) else record.ref
            out.print(f"[dim]p. {record.source.page}[/]  {escape(f'{ref} {record.area}'.strip())}: {escape(record.text)}")


def print_outcome(outcome: Outcome) -> None:
    out.print(f"[{_OUTCOME_STYLES[outcome.kind]}]{outcome.kind:<9}[/] {escape(outcome.message)}")


def print_actions(actions: Sequence[ActionOnDay]) -> None:
    columns = ("ref", "status", "due", "overdue", "slips", "owner", "action")
    rows = [
        (each.ref, each.status, each.due_date, each.days_overdue or None, each.slips, each.owner_raw, each.text[:90])
        for each in actions
    ]
    print_table(Table(title="Actions", columns=columns, rows=rows))


def print_health(archive: ArchiveSummary, checks: Sequence[Check], problems: Sequence[ListedProblem]) -> None:
    """What the archive holds, whether it agrees with itself, and what the parser doubts."""
    held = ((archive.reports, "report"), (archive.meetings, "meeting"), (archive.records, "record"))
    out.print(", ".join(f"{number:,} {word}{'' if number == 1 else 's'}" for number, word in held))
    for check in checks:
        remedy = f"; {check.remedy}" if check.remedy else ""
        out.print(f"[{_HEALTH_STYLES[check.health]}]{check.health:<6}[/] {check.name}: {escape(check.found + remedy)}")
    for problem in problems:
        place = f", page {problem.page}" if problem.page else ""
        out.print(f"{problem.severity:<7} {escape(f'{problem.file_name}{place}: {problem.code}: {problem.message}')}")


def print_reparsed(results: Sequence[Reparsed]) -> None:
    for each in results:
        if each.kind is not ReparseKind.UNCHANGED:
            said = "; ".join(part for part in (each.report_id, each.found, each.remedy) if part)
            out.print(f"{each.kind:<9} {escape(f'{each.file_name}: {said}')}")
        for difference in each.differences:
            out.print(f"          {escape(str(difference))}")
    failed = sum(each.kind is ReparseKind.REJECTED for each in results)
    changed = sum(each.kind is not ReparseKind.UNCHANGED for each in results) - failed
    out.print(f"{changed} of {len(results)} reports changed{f', {failed} could not be read again' * bool(failed)}")


def _json_default(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
