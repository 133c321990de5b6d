"""The verb of a row of a decisions table. Pure. Such a row is a decision by its place, so its words are read liberally.

    verb first     "Endorsed the plan for PSG" · "Approve the plan" · "Agreed that …" · "Approval of the plan"
    noun first     "CR024 rejected: costs not understood" · "The plan is baselined" · "Members agreed option 2"

What prose would need to be a decision at all (`ingest.fields.statements`) is tried first. Negated verbs, adjectives ("the
approved plan") and what is still to come ("to be approved by PSG") are no verbs of the row.
"""

import re

from ingest.fields.sentences import split_sentences
from ingest.fields.statements import ADVERBS, find_statements, qualified

_FORMS = {
    "approved": r"approved?|approval of",
    "agreed": r"agreed?|agreement (?:to|on|of|that)",
    "endorsed": r"endorsed?|endorsement of",
    "rejected": r"reject(?:ed)?|rejection of",
    "accepted": r"accept(?:ed)?|acceptance of",
    "deferred": r"defer(?:red)?|deferral of",
    "escalated": r"escalated?|escalation of",
    "baselined": r"baselined?",
    "re-baselined": r"re-?baselined?",
    "ratified": r"ratify|ratified|ratification of",
    "signed off": r"sign(?:ed)?[ -]off(?: (?:of|on))?",
    "adopted": r"adopt(?:ed)?|adoption of",
    "recommended": r"recommend(?:ed)?|recommendation (?:to|that|of)",
    "confirmed": r"confirm(?:ed)?|confirmation of",
    "decided": r"decided?",
    "resolved": r"resolved?",
    "noted": r"noted?",
}
_PAST = (
    r"approved|agreed|endorsed|rejected|accepted|deferred|escalated|baselined|re-?baselined|ratified|signed[ -]off|adopted|"
    r"recommended|confirmed|decided|resolved|noted"
)
_LABEL = re.compile(r"^decisions?(?:\s+\d+)?\s*[:–—]\s*(?=\S)", re.IGNORECASE)
_FIRST = re.compile(
    rf"^(?:to\s+)?(?P<adverbs>{ADVERBS})(?P<verb>{'|'.join(_FORMS.values())})\b(?!-)(?!\s+(?:was|were|is|has|have)\b)",
    re.IGNORECASE,
)
_NOUN_FIRST = re.compile(rf"(?<![\w-])(?P<adverbs>{ADVERBS})(?P<verb>{_PAST})\b(?![-/])", re.IGNORECASE)
_IS_NOUN = re.compile(  # "Baseline plan approved"; "Baseline the plan" is none
    r"^(?:re-?)?(?:baseline|sign[ -]off|resolve|note)\s+(?!(?:the|an?|that|this|these|all|both|any|version)\b)",
    re.IGNORECASE,
)
# After these a past form is an adjective, is still to come, or does not hold.
_NOT_DECIDED = re.compile(
    r"(?:\b(?:the|an?|any|its|their|this|these|all|previously|already|recently|newly|be|being|if|once|when|until|unless|as)"
    r"\s+|\b(?:not|never|without|cannot)\b(?!-)(?:\s+\w+){0,3}\s*|n['’]t\s+(?:\w+\s+){0,2})$",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(r"\bno (?:final |formal )?(?:decision|agreement|consensus)\b|\?$", re.IGNORECASE)
_LONGEST = 1_200  # characters of a sentence, as for prose


def find_row_verb(text: str, *, group: str = "", group_name: str = "") -> str:
    """The verb of a decisions table's row, empty when its words have none.

    `find_row_verb("CR024 rejected: costs not understood") == "rejected"`
    """
    label = _LABEL.match(text)
    said = text[label.end() :] if label else text
    statements = find_statements(said, group=group, group_name=group_name)
    if statements:
        return statements[0].verb
    for span in split_sentences(said):
        sentence = span.text.strip("•◦▪-–* \t")
        verb = _verb_of(sentence) if len(sentence) <= _LONGEST and not _UNDECIDED.search(sentence) else ""
        if verb:
            return verb
    return "decided" if label else ""


def _verb_of(sentence: str) -> str:
    first = _FIRST.match(sentence)
    later = _noun_first(sentence)
    if first is not None and not (later and _IS_NOUN.match(sentence)):
        return qualified(_past(first["verb"]), first.group(), sentence[first.end() :])
    return later


def _noun_first(sentence: str) -> str:
    for match in _NOUN_FIRST.finditer(sentence):
        before = sentence[: match.start()]
        if not _NOT_DECIDED.search(before):
            return qualified(_past(match["verb"]), match["adverbs"], sentence[match.end() :])
    return ""


def _past(verb: str) -> str:
    return next(past for past, forms in _FORMS.items() if re.fullmatch(forms, verb, re.IGNORECASE))
