"""The words that tell where an action stands: one table of signals, in the order in which they claim their words.

A signal takes its words out of the text, so that a later, simpler one does not read them again: "not yet complete" is
taken as `not-closed` before `closed` could see "complete", and "open letter" as saying nothing before `open` could see it.
"""

import re
from dataclasses import dataclass

from kb.records import Status, Strength

REF_MARK = "ʘ"  # stands for a ref in a sentence; a letter, so that the patterns take it for a word
_TAKEN = "\0"  # stands for letters that a rule has claimed; no pattern matches it
_CLOSING = (
    r"(?:closed?|closing|closure|completed?|completion|completing|done|finish(?:ed)?|finali[sz]ed|resolved|discharged|"
    r"concluded)"
)
_CLOSED = r"(?:closed|completed?|done|finished|finali[sz]ed|resolved|discharged|concluded|fulfilled)"
_CLOSE = r"(?:close|closed|closing|closure)"
_BE = r"(?:is|are|was|were|be|been|being|has|have|had|now|all|already|since|both|also|formally|therefore|then|\s)+"
_WILL = (
    r"(?:to|will|would|shall|should|must|can|could|may|might|(?:is|are) (?:due|expected|planned|scheduled|likely) to|'ll)"
)
_SENT = (
    r"(?:attached|shared|re-?circulated|circulated|published|issued|sent(?: out| over| round| to)?|provided|uploaded|"
    r"distributed|submitted|presented|delivered|made available|posted|e-?mailed|appended|disseminated|supplied|"
    r"returned|received|responded|held|added to the (?:website|collaboration base|portal|sharepoint))"
)
_AWAY = (
    r"(?:deferred|postponed|escalated|transferred|handed (?:over )?to|passed (?:over )?to|superseded|replaced by|merged|"
    r"subsumed|absorbed|rolled into|combined with|moved)"
)
_NOT = r"(?:not|\w*n['’]t|never|cannot|unable|yet|without|neither|fail(?:ed|s)?|still)"
_REF = r"[A-Za-z]{2,8}[\s-]?\d{1,3}(?:\.\d)?\s*[-–‑−]\s*\d{1,3}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRule:
    """A named rule. meaning: a sentence part for pages and docs. status is None for words that say nothing."""

    name: str
    status: Status | None
    strength: Strength
    meaning: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Words found in a text that speak of a status."""

    rule: StatusRule
    start: int
    end: int


def _rule(
    name: str, status: Status | None, meaning: str, *patterns: str, strength: Strength = Strength.STATED
) -> StatusRule:
    joined = "|".join(f"(?:{each})" for each in patterns)
    pattern = re.compile(rf"(?<![\w-])(?:{joined})(?![\w])", re.IGNORECASE)
    return StatusRule(name=name, status=status, strength=strength, meaning=meaning, pattern=pattern)


RULES: tuple[StatusRule, ...] = (
    _rule(
        "says-nothing",
        None,
        "words that only look like a status",
        r"(?:see|in|as per|refer to)\s+(?:the\s+)?(?:full\s+)?(?:meeting\s+)?minutes",
        r"no (?:further |new )?updates?|nothing to report|no change|as above|see above|ditto",
        r"(?:verbal |oral |brief |full |written )?updates?\s+(?:was |were |to be |will be )?(?:provided|given|"
        r"presented|shared)",
        # what was closed, completed or opened is something else than the action
        rf"(?<!action )(?:consultation|window|survey|questionnaire|poll|vote|ballot|call for [a-z]+|comments? period|"
        r"comments|session|meeting|"
        rf"deadline|gate|position|vacanc(?:y|ies)|nominations?|registration|tickets?|defects?|queries|query|(?:CR|"
        rf"CP|R|P)\s?\d+|"
        rf"change request|risks?|issues?|discussion|item)\s+(?:{_BE})?(?:closed|opened|open)",
        r"(?:closed?|closing|opened|opening)\s+(?:the\s+)?(?:consultation|window|survey|session|meeting|discussion|"
        r"item|loop|gap|"
        r"gate|letter|day|question|questions|point|points|forum|floor|issue|issues|risk|risks|market|remarks|date|"
        r"book|data|standard|standards|source)",
        r"open\s+(?:session|meeting|discussion|letter|day|questions?|points?|forum|floor|issues?|risks?|market|data|"
        r"standards?|source)",
        r"(?:a|the|full and|more)\s+complete\s+(?!and\b|at\b|on\b)[a-z]+",
        r"complete\s+(?:set|list|picture|view|overview|draft|version|copy|suite|pack)",
        r"done so far|to date",
        rf"{_REF},?\s+(?:which|that|who)?\s*{_BE}{_CLOSED}",
        r"no (?:longer )?(?:outstanding|open|pending|overdue)(?: \w+)?",
        r"(?:not|never) (?:deferred|escalated|transferred|superseded|overdue|outstanding|on hold|open)",
        r"due diligence|open[- ](?:ended|source)",
        r"live (?:system|service|environment|data|date|operation|running)|go-?live",
    ),
    _rule(
        "no-further-action",
        Status.CLOSED,
        "no further action is required",
        r"no further (?:actions?|work|steps?)(?: (?:is|are|was|were))?(?: (?:required|needed|necessary))?|NFA|"
        r"nothing further (?:is |was )?(?:required|needed|to do)",
    ),
    _rule(
        "reopened",
        Status.OPEN,
        "it was opened again",
        r"re-?\s?open(?:ed|ing|s)?|opened again|reinstated|reactivated|closed in error|closed prematurely",
    ),
    _rule(
        "not-closed",
        Status.OPEN,
        "its closure is denied, conditional or still to come",
        rf"{_NOT}(?:\s+[\w'’]+){{0,3}}?\s+{_CLOSING}",
        r"incomplete|uncompleted|unresolved|unfinished",
        rf"(?:part(?:ially|ly|[- ])?|half|nearly|almost|mostly|largely|substantially|nearing|near|approaching|"
        rf"close to|towards)"
        rf"[\s-]*{_CLOSING}",
        rf"(?<!\d)\d{{1,2}}\s?%\s*(?:{_CLOSING})",
        rf"(?:until|once|when|if|unless|before|after|subject to|prior to|as soon as)\b[^.;\n]{{0,60}}?\b{_CLOSING}",
        rf"{_WILL}\s+(?:also |then |now |fully )?(?:be |get |have been )?(?:fully )?"
        r"(?:completed?|done|finish(?:ed)?|resolved?|finali[sz]ed?)",
        rf"(?:will|would|shall)\s+(?:be )?{_CLOSE}",
        rf"to (?:be )?{_CLOSE} (?:once|when|after|if|following|subject to|upon|on receipt)",
        rf"(?:expected|due|planned|scheduled|targeted|aiming|on course|on track|working|target|planned) (?:for |to |"
        rf"towards )?"
        rf"(?:be )?{_CLOSING}",
        r"completion (?:is |was )?(?:by|expected|due|date|planned|now expected)",
        r"(?:for|pending|awaiting|toward|towards) completion",
        rf"(?:closure|proposal to close|closing)\s+{_BE}?\s*(?:rejected|refused|declined|objected to)",
    ),
    _rule(
        "close-agreed",
        Status.CLOSED,
        "its closure was agreed",
        rf"(?:agreed|approved|accepted|confirmed|decided|happy|content)\s+(?:to|that|for|the|this|it|as|action|"
        rf"actions|{REF_MARK})\b"
        rf"[^.;\n{_TAKEN}]{{0,60}}?\b{_CLOSE}",
        rf"{_CLOSE}\s+(?:{_BE})?(?:agreed|approved|confirmed|accepted)",
        r"(?:agreed|approved) (?:for )?closure",
    ),
    _rule(
        "close-proposed",
        Status.PROPOSED_CLOSE,
        "its closure is proposed, not yet agreed",
        rf"(?:recommend|propos|suggest|request|seek|invit)\w*\s+(?:\w+\s+){{0,5}}?{_CLOSE}",
        rf"(?:recommendation|proposal|request|approval|agreement|permission)\s+(?:\w+\s+){{0,2}}?{_CLOSE}",
        rf"{_CLOSE}\s+{_BE}?\s*(?:recommended|proposed|requested|suggested|sought|pending|awaited|to be agreed)",
        r"pending (?:review|closure|close|confirmation of closure)",
        rf"(?:ready|candidate|nominated|marked|put forward|up) (?:for|to) (?:be )?{_CLOSE}",
        r"(?:for|awaiting|seeking) (?:closure|closing)",
        rf"(?:can|could|may|might|should|to) (?:now |therefore |then )?(?:be )?{_CLOSE}",
        rf"{_CLOSE}\s*\?",
        r"(?<!by )close(?: out| action| this action| the action)?(?=\s*(?:$|[.;,!]))",
    ),
    _rule(
        "withdrawn",
        Status.CLOSED,
        "it was withdrawn or is no longer needed",
        r"withdrawn|cancelled|canceled|no longer (?:required|needed|relevant|applicable)|not (?:required|"
        r"needed) any ?more|rescinded",
    ),
    _rule(
        "closed",
        Status.CLOSED,
        "said to be closed or complete",
        rf"{_CLOSED}|100\s?%(?: {_CLOSED})?",
    ),
    _rule(
        "date-moved",
        Status.OPEN,
        "its due date was moved, so it goes on",
        rf"(?:due |target |delivery |completion )?(?:date|deadline)s?\s+(?:{_BE})?\s*(?:moved|extended|changed|"
        rf"revised|pushed|deferred|"
        r"put back|slipped|amended|re-?set)",
        r"(?:extended|slipped|pushed|moved|rescheduled|re-?planned)(?: back| out)?(?: from [^.;\n]{1,20}?)? (?:to|"
        r"by|until) (?:the )?"
        r"(?:\d|end of|mid|early|late|next|w/c|week|month|january|february|march|april|may\b|june|july|august|"
        r"september|october|"
        r"november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\S*",
        r"(?:new|revised|extended|amended) (?:due |target )?date|extension (?:agreed|granted|requested)",
    ),
    _rule(
        "to-be-moved",
        Status.OPEN,
        "it is to be moved, and has not been",
        rf"(?:to|will|would|should|may|might|could|not yet)(?: \w+)? (?:be )?(?:{_AWAY}|escalate|transfer|defer)",
        strength=Strength.IMPLIED,
    ),
    _rule(
        "deferred",
        Status.MOVED,
        "it was put off to another meeting or time",
        r"deferred|postponed|put off until|moved to (?:the )?(?:next )?(?:meeting|[A-Za-z]{2,8}[\s-]?\d{1,3}\b(?!/)|"
        r"agenda)",
    ),
    _rule(
        "agenda-item",
        Status.MOVED,
        "it became an agenda item",
        r"agenda (?:item|point)|(?:on|added to|for|included (?:in|on)|to be added to) (?:the |today's |today’s |"
        r"next |this )?"
        r"(?:\w+ )?(?:\w+ )?agenda",
    ),
    _rule("escalated", Status.MOVED, "it was escalated to another group", r"escalated"),
    _rule(
        "transferred",
        Status.MOVED,
        "another group took it over",
        r"transferred|handed (?:over )?to|passed (?:over )?to|moved (?:over )?to|taken over by|picked up (?:by|"
        r"under|in|through|via)|"
        r"(?:now |being )?(?:tracked|covered|managed|progressed|captured|addressed|dealt with|taken forward) (?:by|"
        r"under|within|through|"
        rf"via|as|in) (?:the )?(?:actions? )?(?:{_REF}|[A-Z]{{2,6}}WG\b|[A-Z]{{2,4}}AG\b|PSG\b|agenda)",
    ),
    _rule(
        "superseded",
        Status.MOVED,
        "another action took its place",
        r"superseded|replaced by|merged (?:with|into)|subsumed|absorbed|rolled into|combined with|duplicate of|"
        r"duplicated by",
    ),
    _rule(
        "not-delivered",
        Status.OPEN,
        "what it asks for is still to come",
        rf"{_NOT}(?:\s+[\w'’]+){{0,2}}?\s+{_SENT}",
        rf"{_WILL}\s+(?:also |then |now )?be {_SENT}",
        rf"(?:once|when|until|if|after|before)\b[^.;\n]{{0,40}}?\b{_SENT}",
        rf"being {_SENT}",
        r"(?:nothing|none|no \w+(?: \w+)?) (?:\w+ )?(?:received|provided|shared|submitted)",
    ),
    _rule(
        "open",
        Status.OPEN,
        "said to be open or going on",
        r"open|opened|on-?\s?going|in[- ]progress|in hand|carried (?:forward|over)|carry forward|c/f|b/f|outstanding|"
        r"(?:still |to |also |therefore )*stands?|pending|await(?:s|ing|ed)?|overdue|over-due|on[- ]track|on hold|paused|"
        r"(?:not )?(?:yet )?started|under ?way|remains?|"
        r"WIP|work in progress|under (?:review|development|consideration|discussion|way|investigation)|being \w+ed|"
        r"continu(?:es?|ing|ed)|delayed|running late|behind schedule|at risk|in (?:development|draft|review|"
        r"discussion|flight|train)|"
        r"active|live|not (?:yet )?due|extended|chas(?:ed|ing)|to follow|late|slipp(?:ed|ing)|still (?:being|to|in|"
        r"with|under)|"
        r"progressing|(?:good |further |some )?progress (?:made|continues|has been made)|partial(?:ly)?|drafting|"
        r"blocked|delivery expected",
    ),
    _rule(
        "delivered",
        Status.DELIVERED,
        "what it asked for was handed over; nobody said that it is closed",
        rf"(?:{_BE})?{_SENT}|link:?\s*https?://\S+|addressed|actioned",
        strength=Strength.IMPLIED,
    ),
    _rule(
        "work-ahead",
        Status.OPEN,
        "work on it lies ahead",
        rf"(?:{_WILL}|plans? to|aims? to|planning to|aiming to|intends? to|needs? to|agreed to)\s+(?:be )?(?!date\b|"
        rf"TMAG|the\b|all\b|members\b)"
        r"[a-z]{3,}",
        r"working (?:on|with|through)|reviewing|preparing|investigating|meeting (?:arranged|scheduled|planned)|"
        r"scheduled for|"
        r"planned for|expected (?:by|in|on|at|from)|due (?:by|in|on)|by (?:the )?next meeting|at the next meeting",
        strength=Strength.IMPLIED,
    ),
)


def find_signals(text: str) -> tuple[Signal, ...]:
    """The status signals of a text, in printed order, without those that say nothing.

    `find_signals("Shared 12/06; not yet complete")` finds `delivered` and `not-closed`.
    """
    found: list[Signal] = []
    rest = text
    for rule in RULES:
        if rule.status is not None:
            found += [Signal(rule=rule, start=each.start(), end=each.end()) for each in rule.pattern.finditer(rest)]
        rest = rule.pattern.sub(_blank, rest)
    return tuple(sorted(found, key=lambda each: each.start))


def _blank(match: re.Match[str]) -> str:
    return _TAKEN * len(match.group())
