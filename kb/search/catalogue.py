"""What is known of every search document, as arrays in memory: filters, facets, order and grouping by plain array sums.

A catalogue is a snapshot: it never changes; `extended` makes the next one. A document's place in the arrays is its *slot*;
slots ascend with the document numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kb.language.nodes import Contains, Field, FilterNode, Flag, Is, OneOf, Recent, Within
from kb.language.text import stems_of
from kb.records import RecordKind
from kb.search.fts5_documents import Fact, token_counts
from kb.search.matcher import OPEN

Mask = NDArray[np.bool_]
Codes = NDArray[np.int32]
T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A text column: each slot has the code of its value. `values` only ever grows, and is shared between snapshots."""

    values: list[str]
    index: dict[str, int]
    codes: Codes

    @classmethod
    def empty(cls) -> "Column":
        """A column without documents."""
        return cls(values=[], index={}, codes=np.zeros(0, np.int32))

    def extended(self, values: Iterable[Fact]) -> "Column":
        """The column with more documents."""
        codes = self.code(values)
        return replace(self, codes=np.concatenate((self.codes, codes)))

    def code(self, values: Iterable[Fact]) -> Codes:
        """The codes of values; new values are given one."""
        index, known = self.index, self.values
        codes = []
        for value in values:
            text = value if isinstance(value, str) else ""
            code = index.get(text)
            if code is None:
                code = index[text] = len(known)
                known.append(text)
            codes.append(code)
        return np.array(codes, np.int32)

    def chosen(self, accepts: Callable[[str], bool]) -> Mask:
        """The slots whose value is accepted; each value is asked for once."""
        return np.fromiter((accepts(value) for value in self.values), np.bool_, len(self.values))[self.codes]

    def among(self, values: Sequence[str]) -> Mask:
        """The slots whose value, in lower case, is one of these."""
        return self.chosen(lambda value: value.casefold() in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The documents at one revision. live: slots whose document still stands. Days are ordinals, 0 for none.

    party_slots: for each entry of `party`, whose it is: a document has as many as owners. month: year × 12 + month - 1.
    area_lengths, word_lengths: in tokens.
    """

    revision: int
    numbers: NDArray[np.int64]
    stamps: NDArray[np.int64]
    live: Mask
    item: Column
    kind: Column
    ref: Column
    meeting: Column
    group: Column
    area: Column
    owner: Column
    status: Column
    raid: Column
    party: Column
    party_slots: Codes
    month: Codes
    meeting_day: Codes
    due_day: Codes
    issue_day: Codes
    has_owner: Mask
    has_update: Mask
    area_lengths: NDArray[np.int64]
    word_lengths: NDArray[np.int64]

    @classmethod
    def empty(cls) -> "Catalogue":
        """No documents at all."""
        none, no_day = np.zeros(0, np.int64), np.zeros(0, np.int32)
        no_one = np.zeros(0, np.bool_)
        columns = {name: Column.empty() for name in _COLUMNS}
        return cls(
            revision=-1, numbers=none, stamps=none, live=no_one, party_slots=no_day, month=no_day, meeting_day=no_day,
            due_day=no_day, issue_day=no_day, has_owner=no_one, has_update=no_one, area_lengths=none, word_lengths=none,
            **columns,
        )  # fmt: skip

    @property
    def size(self) -> int:
        """The number of slots."""
        return len(self.numbers)

    @property
    def last_number(self) -> int:
        """The highest document number so far."""
        return int(self.numbers[-1]) if len(self.numbers) else 0

    def extended(self, facts: Sequence[tuple[Fact, ...]], gone: Sequence[int], revision: int) -> "Catalogue":
        """The next snapshot: with the new documents (rows of `fts5_documents.FACTS`), without those that went."""
        grown = self._grown(facts) if facts else self
        live = np.ones(grown.size, np.bool_)
        live[: self.size] = self.live
        numbers = np.array(gone, np.int64)
        live[grown.slots_of(numbers[np.isin(numbers, grown.numbers)])] = False
        return replace(grown, live=live, revision=revision)

    def slots_of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The slots of documents that are all known."""
        return np.searchsorted(self.numbers, numbers)

    def _grown(self, facts: Sequence[tuple[Fact, ...]]) -> "Catalogue":
        (
            numbers, stamps, items, kinds, refs, meetings, groups, meeting_dates, areas, owner_raws, owners, statuses, raids,
            due_dates, issue_dates, have_update, sizes,
        ) = zip(*facts, strict=True)  # fmt: skip
        lengths = np.array([token_counts(each) for each in sizes], np.int64)
        party_slots: list[int] = []
        parties: list[str] = []
        for slot, printed in enumerate(owners, start=self.size):
            for party in dict.fromkeys(str(printed).split("\n")) if printed else ():
                party_slots.append(slot)
                parties.append(party)
        everything = [f"{raw}\n{printed}" for raw, printed in zip(owner_raws, owners, strict=True)]
        return replace(
            self,
            numbers=_longer(self.numbers, np.array(numbers, np.int64)),
            stamps=_longer(self.stamps, np.array(stamps, np.int64)),
            item=self.item.extended(items), kind=self.kind.extended(kinds), ref=self.ref.extended(refs),
            meeting=self.meeting.extended(meetings), group=self.group.extended(groups), area=self.area.extended(areas),
            owner=self.owner.extended(everything), status=self.status.extended(statuses), raid=self.raid.extended(raids),
            party=self.party.extended(parties), party_slots=_longer(self.party_slots, np.array(party_slots, np.int32)),
            month=_longer(self.month, _months(meeting_dates)),
            meeting_day=_longer(self.meeting_day, _days(meeting_dates)), due_day=_longer(self.due_day, _days(due_dates)),
            issue_day=_longer(self.issue_day, _days(issue_dates)),
            has_owner=_longer(self.has_owner, np.array([raw != "" for raw in owner_raws], np.bool_)),
            has_update=_longer(self.has_update, np.array(have_update, np.bool_)),
            area_lengths=_longer(self.area_lengths, lengths[:, 0]), word_lengths=_longer(self.word_lengths, lengths[:, 1]),
        )  # fmt: skip

    def mask(self, wanted: FilterNode) -> Mask:
        """The slots that pass a filter."""
        match wanted:
            case OneOf(field=field, values=values):
                return self._column(field).among(values)
            case Contains(field=field, text=text):
                needed = stems_of(text)
                return self._column(field).chosen(lambda value: set(needed) <= set(stems_of(value)))
            case Within(field=field, first=first, last=last):
                days = {Field.DUE: self.due_day, Field.ISSUED: self.issue_day}.get(field, self.meeting_day)
                return _between(days, first, last)
            case Recent(count=count):
                return self._recent(count)
            case Is(flag=flag, on=on):
                return self._flagged(flag, on)

    def _column(self, field: Field) -> Column:
        return {
            Field.KIND: self.kind, Field.GROUP: self.group, Field.MEETING: self.meeting, Field.OWNER: self.owner,
            Field.AREA: self.area, Field.STATUS: self.status, Field.REF: self.ref, Field.RAID: self.raid,
        }[field]  # fmt: skip

    def _recent(self, count: int) -> Mask:
        """The slots of the last meetings of their groups: each group has a day from which on its meetings are recent."""
        known = self.live & (self.meeting_day > 0)
        held = np.unique(np.stack((self.group.codes[known], self.meeting_day[known])), axis=1)
        since = np.zeros(len(self.group.values), np.int32)
        for code in np.unique(held[0]):
            days = held[1][held[0] == code]
            since[code] = days[-min(count, len(days))]
        return (self.meeting_day > 0) & (self.meeting_day >= since[self.group.codes])

    def _flagged(self, flag: Flag, on: date) -> Mask:
        action = self.kind.among((RecordKind.ACTION.value,))
        opened = action & self.status.chosen(lambda value: value in OPEN)
        match flag:
            case Flag.OPEN:
                return opened
            case Flag.CLOSED:
                return action & ~opened
            case Flag.OVERDUE:
                return opened & (self.due_day > 0) & (self.due_day < on.toordinal())
            case Flag.HAS_DUE:
                return self.due_day > 0
            case Flag.HAS_OWNER:
                return self.has_owner
            case Flag.HAS_UPDATE:
                return self.has_update
            case Flag.HAS_REF:
                return self.ref.chosen(lambda value: value != "")


_COLUMNS = ("item", "kind", "ref", "meeting", "group", "area", "owner", "status", "raid", "party")


def _longer(array: NDArray[T], more: NDArray[T]) -> NDArray[T]:
    return np.concatenate((array, more))


def _days(printed: Iterable[Fact]) -> Codes:
    known: dict[Fact, int] = {None: 0, "": 0}
    days = []
    for each in printed:
        day = known.get(each)
        if day is None:
            day = known[each] = date.fromisoformat(str(each)).toordinal()
        days.append(day)
    return np.array(days, np.int32)


def _months(printed: Iterable[Fact]) -> Codes:
    """Year × 12 + month - 1, 0 for no date."""
    return np.array([int(str(each)[:4]) * 12 + int(str(each)[5:7]) - 1 if each else 0 for each in printed], np.int32)


def _between(days: Codes, first: date | None, last: date | None) -> Mask:
    found = days > 0
    if first is not None:
        found &= days >= first.toordinal()
    if last is not None:
        found &= days <= last.toordinal()
    return found
