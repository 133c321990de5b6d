"""Decision statements in discussion prose: sentences in which a deciding subject has decided. Pure.

    subject (The Programme, the report's own group, members, the Chair, …)  +  decision verb in the past, said outright
    "There was no disagreement with …", "It was agreed that …", "The plan was approved."

Precise rather than many: proposals, questions, conditions, futures, commitments to do something, and what another group or
an earlier meeting decided are no statements of this report.
"""

import re
from dataclasses import dataclass

from ingest.fields.sentences import Span, split_sentences

_LONGEST = 1_200  # characters; a longer "sentence" is a list or a table without full stops

ADVERBS = (
    r"(?:(?:also|then|therefore|formally|unanimously|generally|subsequently|collectively|provisionally|fully|all|both|duly|"
    r"jointly|broadly|accordingly|today|now|in principle|by consensus|hereby|further|conditionally)\s+){0,3}"
)
_STRONG = "approved|agreed|endorsed|rejected|accepted|deferred|escalated|baselined|re-?baselined|ratified|signed off|adopted"
_BODY_VERBS = f"{_STRONG}|recommended|confirmed|decided|resolved|noted"
_CHAIR_VERBS = f"{_STRONG}|confirmed|decided"
_PROGRAMME_VERBS = "approved|agreed|endorsed|rejected|accepted|deferred|escalated|baselined|re-?baselined|confirmed|decided"
_PASSIVE_VERBS = f"{_STRONG}|decided"

_NO_DISSENT = re.compile(
    r"\b(?:there (?:was|were)|with|without|raised|had|received|expressed|heard|having)\s+(?:any |no )?(?:further |formal |"
    r"significant )?(?P<what>disagreement|objection|dissent)s?\b|"
    r"^no (?:further |formal )?(?P<start>disagreement|objection|dissent)s?\b(?! (?:has|have|had) yet)",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    rf"(?:^|,\s+|\band\s+)it (?:was|has been|is) {ADVERBS}(?P<verb>agreed|decided|resolved|approved|endorsed)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?P<verb>decision|agreed|approved|endorsed|resolved|rejected|deferred)\s*[:–—]\s*\S", re.IGNORECASE)
_PASSIVE = re.compile(
    rf"^(?:[^,]{{1,60}},\s+)?(?P<what>(?:[^\s,;:]+,?\s+){{1,16}}?)(?:was|were|has been|"
    rf"have been)\s+{ADVERBS}(?P<verb>{_PASSIVE_VERBS})\b",
    re.IGNORECASE,
)
_CONDITIONAL_APPROVAL = re.compile(
    r"\bconditional(?:ly)?\b|\bsubject to\b|\bon condition that\b|\bprovided that\b", re.IGNORECASE
)

# Words after which a clause is reported, asked, wished or conditional: what follows them is not decided here.
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whom|whose|whether|if|when|once|until|unless|because|since|how|why|what|where|as|should|"
    r"would|could|might|may|after|before|than|assuming|provided|so far as|asked|invited|requested|proposed|suggested)\b",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(
    r"\bno (?:final |formal )?(?:decision|agreement|consensus)\b|\byet to be (?:decided|agreed|approved|confirmed)\b|"
    r"\b(?:had|has|have|was|were) not (?:yet )?(?:been )?(?:made|decided|agreed|approved|confirmed)\b|"
    r"\bdecision (?:would|will) be (?:made|taken|sought|needed)\b|"
    r"\bhad (?:\w+ )?(?:been )?(?:approved|agreed|endorsed|rejected|accepted|deferred|escalated|baselined|confirmed|"
    r"decided)\b|"
    r"\b(?:would|will) (?:also |then )?(?:be )?(?:consider|look|take|provide|share|circulate|come back|respond|"
    r"check|review|investigate|"
    r"feed|follow|discuss|revisit|clarify|update)\w*\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:at|in|during|from) (?:the |its |our )?(?:previous|last|preceding|earlier|prior)\b|\bpreviously\b|"
    r"\blast (?:month|week|year|time)\b|"
    r"\b(?:recalled|reminded|reiterated)\b|^as (?:\w+ ){0,2}(?:agreed|approved|noted|confirmed)\b|\balready\b",
    re.IGNORECASE,
)
_COMMITMENT = re.compile(
    r"\s+(?:to|it would|they would|that (?:they|it) would)\s+(?:\w+ly\s+)?(?:share|provide|circulate|send|review|"
    r"discuss|consider|check|feed|take|"
    r"follow|confirm|speak|contact|raise|bring|look|update|come|respond|investigate|clarify|explore|report|revisit|meet|"
    r"arrange|set up|ask|liaise|work|write|produce|prepare|draft|issue|publish|consult|engage|think|reflect|pick)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\s+with\s+(?:(?:this|that|the|these|those|his|her|their)\s+)?(?:\w+['’]s\s+)?(?:\w+\s+)?(?:comments?|points?|"
    r"concerns?|views?|"
    r"observations?|sentiments?|feedback|statement|remarks?|assessment|programme|chair|ofgem|members?)\b|"
    r"\s+(?:there (?:is|was)|it (?:is|was) (?:important|helpful|useful|difficult|challenging|good))\b",
    re.IGNORECASE,
)
_MERE_NOTE = re.compile(
    r"\s+(?:that\s+)?(?:the\s+)?(?:some|several|many|a number of|issues?|concerns?|questions?|queries|comments?|"
    r"challenges?|difficult\w*|"
    r"uncertaint\w+|a (?:concern|question|risk that)|members|there (?:is|are|was|were) (?:concern|question|issue)s?)\b",
    re.IGNORECASE,
)
_MERE_ACCEPTANCE = re.compile(
    r"\s+(?:that\b|(?:the|this|these)\s+(?:point|feedback|comment|challenge|concern|criticism)s?\b)", re.IGNORECASE
)
_MERE_CONFIRMATION = re.compile(r"\s+(?:receipt|attendance|their attendance|whether|if|when)\b", re.IGNORECASE)
# Where an action stands belongs to the action's own history, whoever confirmed or agreed it.
_ABOUT_AN_ACTION = re.compile(
    r"\bactions?\s+\(?[A-Z]{1,8}[\s-]?\d[\w.\-–‑ ,]*(?:and\s+[\w.\-–‑]+\s+)?(?:\s*\b(?:is|are|was|were|be|been|has|"
    r"have|had|can|could|should|now|"
    r"still|to|remains?|stands?)\b)|\b(?:clos(?:e|ed|ing|ure)|re-?open(?:ed|ing)?|keep|carry|"
    r"carried)\s+(?:of\s+)?(?:the\s+|this\s+|that\s+)?"
    r"(?:action|[A-Z]{2,8}\s?\d{1,3}-\d)",
    re.IGNORECASE,
)
_GO_OR_NO_GO = re.compile(r"\bgo\s?/\s?no[-\s]?go\b|\bno-go\b", re.IGNORECASE)  # the name of a decision, no negation
_BY_OTHERS = re.compile(r"\b(?:by|at|in|from)\s+(?:the\s+)?(?P<group>e?[A-Z]{2,}[A-Za-z]*)\b(?!-)")
_WG_KINDS = {"AG": "advisory group", "SG": "steering group", "WG": "working group", "IG": "implementation group"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A decision statement. sentence: verbatim, `start` its offset in the text. verb: `approved`, `conditionally approved`,
    `no disagreement`, …"""

    sentence: str
    verb: str
    start: int


def find_statements(text: str, *, group: str = "", group_name: str = "") -> tuple[Statement, ...]:
    """The decision statements of a discussion, in order, at most one per sentence.

    group: acronym of the report's own group (`TMAG`); what other groups are said to have decided is left out. In
    `"Ofgem queried the scope. The Programme confirmed the scope was electricity only"` the second sentence is one.
    """
    subjects = _subjects(group, group_name)
    found: list[Statement] = []
    for span in split_sentences(text):
        sentence = _without_bullet(span)
        verb = _find_verb(sentence.text, subjects, group) if len(sentence.text) <= _LONGEST else None
        if verb is not None:
            found.append(Statement(sentence=sentence.text, verb=verb, start=sentence.start))
    return tuple(found)


def _without_bullet(span: Span) -> Span:
    text = span.text.lstrip("•◦▪-–* \t")
    return Span(text=text, start=span.end - len(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """A deciding subject followed by one of the verbs it may decide with."""

    is_programme: bool
    pattern: re.Pattern[str]


def _subjects(group: str, group_name: str) -> tuple[_Subject, ...]:
    own = [re.escape(name) for name in (group, group_name) if name]
    if group[-2:] in _WG_KINDS:
        own.append(_WG_KINDS[group[-2:]])
    own += ["group", "board", "committee", "panel", "forum"] if group else ["group"]
    body = rf"(?:the\s+(?:e(?=[A-Z]))?(?:{'|'.join(own)})|{own[0] if group else 'the group'})(?:\s*\([A-Za-z]+\))?"
    people = (
        rf"(?:(?:{own[0]}\s+)?(?:members|representatives|attendees)(?:\s+of\s+the\s+(?:group|{own[0]}))?|"
        r"all\s+(?:members|attendees|parties))"
    )
    chair = r"the\s+(?:\w+\s+)?(?:chair|chairperson|SRO|senior responsible owner)"
    no_body = r"participant|party|pmo|manager|director|team|office|plan|re-?plan|steering"
    programme = rf"the\s+(?:MHHS\s+)?programme(?!\s+(?:{no_body}))"
    people_verbs = _STRONG + "|confirmed|decided"
    return (
        _Subject(is_programme=False, pattern=_subject_pattern(body, _BODY_VERBS)),
        _Subject(is_programme=False, pattern=_subject_pattern(people, people_verbs)),
        _Subject(is_programme=False, pattern=_subject_pattern(chair, _CHAIR_VERBS)),
        _Subject(is_programme=True, pattern=_subject_pattern(programme, _PROGRAMME_VERBS)),
    )


def _subject_pattern(subject: str, verbs: str) -> re.Pattern[str]:
    """`<subject> [has] [adverb] <verb>`, or `<subject> <verb> … and <verb>` with few plain words between."""
    between = r"(?:(?:considered|discussed|reviewed|received|debated|heard|welcomed|thanked)\s[^,;:.]{1,80}?\s+and\s+)?"
    return re.compile(
        rf"(?P<before>^|.*?[\s,(])(?P<subject>{subject})\s+(?P<between>{between})(?:has\s+|"
        rf"have\s+)?{ADVERBS}(?P<verb>{verbs})\b",
        re.IGNORECASE,
    )


def _find_verb(sentence: str, subjects: tuple[_Subject, ...], group: str) -> str | None:
    if sentence.endswith("?") or _EARLIER.search(sentence) or _UNDECIDED.search(sentence):
        return None
    if _ABOUT_AN_ACTION.search(sentence) or _decided_elsewhere(sentence, group):
        return None
    verb = _dissent_verb(sentence)
    if verb is None:
        verb = _subject_verb(sentence, subjects)
    if verb is None:
        verb = _impersonal_verb(sentence)
    return verb


def _dissent_verb(sentence: str) -> str | None:
    match = _NO_DISSENT.search(sentence)
    if match is None or _SUBORDINATE.search(sentence[: match.start()]):
        return None
    if not re.search(r"\bno\b|\bwithout\b", match.group(), re.IGNORECASE):
        return None
    what = (match["what"] or match["start"]).lower()
    return f"no {what}"


def _subject_verb(sentence: str, subjects: tuple[_Subject, ...]) -> str | None:
    for subject in subjects:
        match = subject.pattern.match(sentence)
        if match is None or _is_reported(match["before"]) or _SUBORDINATE.search(match["between"]):
            continue
        verb = match["verb"].lower()
        if not _is_mere(verb, sentence[match.end() :], is_programme=subject.is_programme):
            return qualified(verb, match.group(), sentence[match.end() :])
    return None


def _is_reported(before: str) -> bool:
    """Whether the words before the subject make its clause a report, a question, a condition, or name another body."""
    if _SUBORDINATE.search(before) and not re.fullmatch(
        r"(?:after|before|once|when|as|since|following|having)\b[^,]*,\s*(?:\w+,?\s+)?", before, re.IGNORECASE
    ):
        return True
    return bool(
        re.search(
            r"\b(?:[A-Z]{2,}|(?i:some|several|two|three|few|many|most|other|certain|of|by|from|to|for|with|"
            r"between))\s+$",
            before,
        )
    )


def _is_mere(verb: str, rest: str, *, is_programme: bool) -> bool:
    """Whether the verb says less than a decision here: a commitment, an opinion, an observation."""
    if _COMMITMENT.match(rest) and verb in ("agreed", "confirmed", "decided"):
        return True
    match verb:
        case "agreed":
            return bool(_OPINION.match(rest))
        case "noted":
            return bool(_MERE_NOTE.match(rest)) or rest.rstrip().endswith(":")
        case "accepted":
            return bool(_MERE_ACCEPTANCE.match(rest))
        case "confirmed":
            return bool(_MERE_CONFIRMATION.match(rest))
        case "deferred":
            return is_programme and rest.lstrip().startswith("to ")
        case _:
            return False


def _impersonal_verb(sentence: str) -> str | None:
    match = _IMPERSONAL.search(sentence)
    if match is not None and not _SUBORDINATE.search(sentence[: match.start()]):
        rest = sentence[match.end() :]
        return None if _OPINION.match(rest) else qualified(match["verb"].lower(), match.group(), rest)
    match = _LABEL.match(sentence)
    if match is not None:
        return "decided" if match["verb"].lower() == "decision" else match["verb"].lower()
    match = _PASSIVE.match(sentence)
    if match is None or _SUBORDINATE.search(match["what"]) or not _is_plain_subject(match["what"]):
        return None
    return qualified(match["verb"].lower(), match.group(), sentence[match.end() :])


def _is_plain_subject(what: str) -> bool:
    """Whether the words before a passive verb are one noun phrase: no verb of their own, no other sentence before it."""
    return not re.search(
        r"\b(?:is|are|was|were|be|been|has|have|had|will|can|to|not|no|nothing|none|it|there|they|he|she|noted|said|"
        r"explained|highlighted|"
        r"stated|advised|reported|presented|provided|raised|confirmed|queried|feedback|comments?)\b",
        _GO_OR_NO_GO.sub("go", what),
        re.IGNORECASE,
    )


def qualified(verb: str, matched: str, rest: str) -> str:
    """The verb, with `conditionally` when the words matched with it, or the rest of the sentence, state a condition."""
    if verb in ("approved", "agreed", "endorsed", "accepted") and (
        "conditionally" in matched.lower() or _CONDITIONAL_APPROVAL.search(rest)
    ):
        return f"conditionally {verb}"
    return verb


def _decided_elsewhere(sentence: str, group: str) -> bool:
    """Whether a decision verb is followed by `by` or `at` another group: "was approved by PSG", "agreed at DWG"."""
    for match in re.finditer(rf"\b(?:{_STRONG}|noted|confirmed)\b", sentence, re.IGNORECASE):
        by = _BY_OTHERS.match(sentence, match.end() + 1)
        if by is not None and by["group"].upper().lstrip("E") != group.upper().lstrip("E"):
            return True
    return False
