"""The trend views of what reports are about: RAID by kind, terms over time, rising topics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

import streamlit as st

from kb.export import Value
from kb.history.raid import RaidFilter, list_raid_items
from kb.records import RaidKind
from kb.search.port import Facet, SearchRequest
from kb.trends.actions import month_span, months_between, months_held
from kb.trends.content import RaidCount, Topic, count_records_by_month, list_raid_counts, list_topic_records, list_topics
from kb.web.charts import Picked, Point, bars_chart, grid_chart, months_chart, show_chart
from kb.web.format import KIND_LABELS, format_count, format_date, join_facts
from kb.web.lists import Listing, Opening, date_column, show_listing, wide_column
from kb.web.session import today
from kb.web.trend_parts import Scene, pick_point, table_beneath
from kb.web.widgets import REPORT_PAGE, empty_state

MOST_TERMS = 5
RAID_SHOWN = 40
TOPICS_SHOWN = 15
HITS_SHOWN = 500
SPANS = {"30 days": 30, "90 days": 90, "180 days": 180, "a year": 365}
RECORD_COLUMNS = ("Date", "Meeting", "Kind", "Ref", "Text", "Page", "Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A record on a list: its cells and where it is printed."""

    cells: tuple[Value, ...]
    report_id: str
    record_id: str


def raid_view(scene: Scene) -> None:
    """RAID items raised per meeting by kind."""
    with scene.base.store.reading() as connection:
        counts = list_raid_counts(connection, scene.chosen)
    meetings = list(dict.fromkeys(each.meeting for each in counts))
    if not meetings:
        empty_state("No meetings", "No report of these months is in the archive.")
        return
    shown = meetings[-RAID_SHOWN:]
    kinds = [kind for kind in RaidKind if any(each.kind is kind for each in counts)] or [RaidKind.RISK]
    items = _raid_numbers(counts)
    points = [Point(label=meeting, series=kind, value=_number(items[meeting], kind)) for meeting in shown for kind in kinds]
    gaps = [meeting for meeting in meetings if items[meeting] is None]
    words = f"RAID items per meeting by kind; 0 is “none raised”, – is a report without a RAID section ({len(gaps)})." + (
        f" The latest {RAID_SHOWN} of {len(meetings)} meetings; the table has all." if len(meetings) > RAID_SHOWN else ""
    )
    picked = show_chart(grid_chart(points, "items"), "t_raid", words)
    st.caption(words)
    rows = [(meeting, *(_number(items[meeting], kind) for kind in kinds)) for meeting in meetings]
    table_beneath(scene, "RAID items per meeting", ("Meeting", *(kind.capitalize() for kind in kinds)), rows, "t_raid")
    held = [meeting for meeting in meetings if items[meeting] is not None]
    point = pick_point(picked, held, [str(kind) for kind in kinds], "t_raid")
    if point is not None:
        chosen = scene.chosen
        wanted = RaidFilter(since=chosen.since, until=chosen.until, kind=RaidKind(point.series), meeting=point.label)
        with scene.base.store.reading() as connection:
            found = list_raid_items(connection, wanted)
        _show_rows(
            [
                _Row(
                    cells=(
                        each.meeting_date,
                        each.meeting,
                        each.kind.capitalize(),
                        each.ref,
                        each.text,
                        each.page,
                        each.raid_id,
                    ),
                    report_id=each.report_id,
                    record_id=each.raid_id,
                )
                for each in found
            ],
            f"RAID items of {point.label}, {point.series}",
            scene,
        )


def _raid_numbers(counts: Sequence[RaidCount]) -> Mapping[str, dict[RaidKind, int] | None]:
    """Items by meeting and kind; None for a meeting whose report has no RAID section."""
    numbers: dict[str, dict[RaidKind, int] | None] = {}
    for each in counts:
        if each.items is None:
            numbers[each.meeting] = None
        else:
            kinds = numbers.setdefault(each.meeting, {})
            if kinds is not None and each.kind is not None:
                kinds[each.kind] = each.items
    return numbers


def _number(kinds: Mapping[RaidKind, int] | None, kind: RaidKind) -> int | None:
    return None if kinds is None else kinds.get(kind, 0)


def terms_view(scene: Scene) -> None:
    """How often words are used over time, counted by the search itself."""
    terms = st.multiselect(
        "Words or phrases",
        [],
        key="t_terms",
        bind="query-params",
        accept_new_options=True,
        max_selections=MOST_TERMS,
        placeholder='Type up to five, each a query: migrat*, "test data", owner:PMO',
        help="Each is a query as on the Search page, and counts records, not occurrences within one.",
    )
    raw = st.toggle("Plain counts", key="t_raw", bind="query-params", help="Else per 100 records of the month.")
    if not terms:
        empty_state("No words yet", "Type words or phrases above; each becomes a line.")
        return
    with scene.base.store.reading() as connection:
        totals = count_records_by_month(connection, scene.chosen.group_code)
        held = months_held(connection, scene.chosen.group_code)
    months = months_between(scene.chosen.since, scene.chosen.until)
    gaps = [month for month in months if not held.get(month)]
    hits = {term: _hits_by_month(scene, term) for term in terms}
    unit = "records" if raw else "per 100 records"
    points = [
        Point(
            label=month,
            series=term,
            value=_rate(hits[term].get(month, 0), totals.get(month, 0), held.get(month, 0), raw=raw),
        )
        for term in terms
        for month in months
    ]
    found = ", ".join(
        f"{term}: {sum(count for month, count in hits[term].items() if month in set(months)):,}" for term in terms
    )
    words = f"Records that match, by month ({unit}). {found}."
    picked = show_chart(months_chart(points, gaps, unit), "t_term", words)
    st.caption(words)
    rows: list[tuple[Value, ...]] = [
        (month, totals.get(month, 0), *(hits[term].get(month, 0) for term in terms)) for month in months
    ]
    table_beneath(scene, "Terms over time", ("Month", "All records", *terms), rows, "t_term")
    point = pick_point(picked, [month for month in months if held.get(month)], list(terms), "t_term")
    if point is not None:
        _show_hits(scene, point)


def _hits_by_month(scene: Scene, term: str) -> dict[str, int]:
    result = scene.base.search(_request(scene, term))
    return {} if result.approximate else {each.value: each.count for each in result.histogram}


def _request(scene: Scene, term: str, month: str = "", limit: int = 1) -> SearchRequest:
    group = scene.chosen.group_code
    since, until = month_span(month) if month else (None, None)
    return SearchRequest(
        text=term,
        today=today(),
        limit=limit,
        grouped=False,
        narrowed=((Facet.GROUP, (group,)),) if group else (),
        since=since,
        until=until,
    )


def _rate(hits: int, records: int, reports: int, *, raw: bool) -> float | None:
    if not reports:
        return None
    return float(hits) if raw else round(100 * hits / records, 2) if records else 0.0


def _show_hits(scene: Scene, point: Picked) -> None:
    result = scene.base.search(_request(scene, point.series, point.label, limit=HITS_SHOWN))
    documents = [] if result.approximate else [hit.document for hit in result.hits if not hit.closest]
    rows = [
        _Row(
            cells=(each.meeting_date, each.meeting, each.kind, each.ref, each.text, each.page, each.record_id),
            report_id=each.report_id,
            record_id=each.record_id,
        )
        for each in documents
    ]
    _show_rows(rows, f"Records that match {point.series}, {point.label}", scene)


def topics_view(scene: Scene) -> None:
    """Which areas come up more often than before."""
    span = st.segmented_control(
        "Compare the latest", list(SPANS), default="90 days", required=True, key="t_days", bind="query-params"
    )
    days = SPANS[span or "90 days"]
    until = min(scene.chosen.until, today())
    with scene.base.store.reading() as connection:
        topics = list_topics(connection, until=until, days=days, group_code=scene.chosen.group_code)
    if not topics:
        empty_state("No topics", "No report of this span is in the archive.")
        return
    shown = topics[:TOPICS_SHOWN]
    words = f"Rows on a topic in the {span} up to {format_date(until)} and in the same span before, most risen first."
    points = [
        Point(label=each.area, series=series, value=value)
        for each in shown
        for series, value in (("latest", each.recent), ("before", each.before))
    ]
    picked = show_chart(bars_chart(points, "rows"), "t_topic", words)
    st.caption(words)
    rows = [(each.area, each.recent, each.before, round(each.rise, 2), each.meetings) for each in topics]
    columns = ("Topic", "Latest", "Before", "Rise", "Meetings")
    table_beneath(scene, "Rising topics", columns, rows, "t_topic")
    point = pick_point(picked, [each.area for each in topics], ("latest", "before"), "t_topic")
    if point is not None:
        topic = next(each for each in topics if each.area == point.label)
        _show_topic(scene, topic, point)


def _show_topic(scene: Scene, topic: Topic, point: Picked) -> None:
    span = SPANS[str(st.session_state.get("t_days") or "90 days")]
    until = min(scene.chosen.until, today())
    with scene.base.store.reading() as connection:
        records = list_topic_records(connection, topic, until=until, days=span, group_code=scene.chosen.group_code)
    is_latest = point.series == "latest"
    rows = [
        _Row(
            cells=(each.on, each.meeting, KIND_LABELS[each.kind], each.ref, each.text, each.page, each.record_id),
            report_id=each.report_id,
            record_id=each.record_id,
        )
        for each in records
        if ((until - each.on).days < span) is is_latest
    ]
    _show_rows(rows, f"{topic.area}, {point.series}", scene)


def _show_rows(rows: Sequence[_Row], title: str, scene: Scene) -> None:
    if not rows:
        empty_state("None", "The number is zero.")
        return
    listing = Listing(
        key="t_rec",
        name=title.lower(),
        alt=title,
        columns=RECORD_COLUMNS,
        rows=[each.cells for each in rows],
        one="record",
        about=scene.about,
        opens=lambda row: _opening(rows[row]),
        config={"Date": date_column(), "Text": wide_column()},
    )
    st.caption(f"{title}: {format_count(len(rows), 'record')}")
    show_listing(listing)


def _opening(row: _Row) -> Opening:
    meeting, kind, ref, words = (str(cell or "") for cell in row.cells[1:5])
    label = join_facts((meeting, kind, ref, shorten(words, 60, placeholder=" …")))
    return Opening(page=REPORT_PAGE, address={"report": row.report_id, "row": row.record_id}, label=label)
