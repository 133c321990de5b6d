"""From glyphs to words, and from words to printed lines with their list marks. Pure geometry; knows nothing of tables."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from ingest.document import Line, Word
from ingest.pages.glyphs import BULLETS, UNREADABLE, WEAK_BULLETS, Glyph
from ingest.pages.rules import Stroke

# All in parts of the font size.
_WORD_GAP = 0.2  # glyphs further apart than this are two words, drawn space or not
_SHRUNK_GAP = 0.15  # the same where no spaces are drawn at all, as TeX sets text: a shrunk space is narrower
_FEWEST_SPACES = 0.02  # a page with fewer spaces, as a part of its characters, draws none
_GLUE_GAP = 0.12  # word parts nearer than this are one word when no space was drawn between them
_SAME_LINE = 0.45  # base lines nearer than this are one line: superscripts are up to a third of the size off
_OVERSTRIKE = 0.15
_OVERLAP = 0.2  # letters that run further into one another than this are of two texts
_ACROSS_RULE = 0.02  # the least gap that parts two letters with a rule between them
_LIST_GAP = 0.4  # the least gap after an ordinary character that serves as a list mark


def find_words(glyphs: Iterable[Glyph], rules: Iterable[Stroke] = ()) -> list[Word]:
    """The words of a page in the order in which they were drawn; a word drawn twice (fake bold) comes once.

    rules: vertical ones; letters on both sides of one are two words, unless they touch.
    """
    words: list[Word] = []
    seen: set[tuple[str, int, int]] = set()
    glyphs = list(glyphs)
    spaces = sum(glyph.text == " " for glyph in glyphs)
    gap = _SHRUNK_GAP if spaces < _FEWEST_SPACES * len(glyphs) else _WORD_GAP
    for order, (run, spaced) in enumerate(_runs(glyphs, sorted(rules, key=lambda rule: rule.at), gap)):
        word = _word(run, spaced=spaced, order=order)
        place = (word.text, round(word.x0 / 1.5), round(word.base / 1.5))
        if place not in seen:
            seen.add(place)
            words.append(word)
    return words


def group_lines(words: Iterable[Word]) -> tuple[Line, ...]:
    """The printed lines that words stand on, top to bottom, words from left to right."""
    groups: list[list[Word]] = []
    main: Word | None = None  # the largest word of the last line: superscripts are measured against it
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        if main is not None and word.base - main.base <= _SAME_LINE * max(main.size, word.size):
            groups[-1].append(word)
            if word.size > main.size * 1.05:
                main = word
        else:
            groups.append([word])
            main = word
    return tuple(_line(sorted(group, key=lambda word: word.x0)) for group in groups)


def _runs(glyphs: Iterable[Glyph], rules: Sequence[Stroke], word_gap: float) -> Iterator[tuple[list[Glyph], bool]]:
    """Neighbouring glyphs without white space between them, and whether white space was drawn before them.

    word_gap: the least white between two words where no space is drawn, in parts of the font size.
    """
    positions = [rule.at for rule in rules]
    run: list[Glyph] = []
    spaced = next_spaced = True
    for glyph in glyphs:
        if glyph.text == " ":
            if run:
                yield run, spaced
                run = []
            next_spaced = True
            continue
        if run:
            last = run[-1]
            size = max(last.size, glyph.size)
            level = abs(glyph.base - last.base)
            if glyph.text == last.text and level < 1 and abs(glyph.x0 - last.x0) < _OVERSTRIKE * size:
                continue
            gap = glyph.x0 - last.x1
            if (
                level > 0.1 * size
                or glyph.struck is not last.struck
                or not -_OVERLAP * size <= gap <= word_gap * size
                or _is_ruled_off(last, glyph, rules, positions)
            ):
                yield run, spaced
                run = []
                next_spaced = False
        if not run:
            spaced = next_spaced
        run.append(glyph)
    if run:
        yield run, spaced


def _is_ruled_off(last: Glyph, glyph: Glyph, rules: Sequence[Stroke], positions: Sequence[float]) -> bool:
    """Whether a vertical rule runs down between two neighbouring glyphs that do not touch, or near where words do."""
    size = glyph.size
    if glyph.x0 - last.x1 > _ACROSS_RULE * size:
        left, right = (last.x0 + last.x1) / 2, (glyph.x0 + glyph.x1) / 2
    elif glyph.text[0].isupper() and (last.text[-1].islower() or last.text[-1].isdigit()):
        left, right = last.x0 - 0.3 * size, glyph.x0 + 0.3 * size
    else:
        return False
    between = rules[bisect_right(positions, left) : bisect_right(positions, right)]
    middle = (glyph.top + glyph.bottom) / 2
    return any(rule.low <= middle <= rule.high for rule in between)


def _word(run: Sequence[Glyph], *, spaced: bool, order: int) -> Word:
    size = max(glyph.size for glyph in run)
    return Word(
        text="".join(glyph.text for glyph in run),
        x0=min(glyph.x0 for glyph in run),
        top=min(glyph.top for glyph in run),
        x1=max(glyph.x1 for glyph in run),
        bottom=max(glyph.bottom for glyph in run),
        size=size,
        bold=all(glyph.bold for glyph in run),
        base=run[0].base,
        spaced=spaced,
        order=order,
        struck=run[0].struck,
    )


def _line(words: list[Word]) -> Line:
    words = _glued(words)
    mark, words = _list_mark(words)
    largest = max(words, key=lambda word: word.size) if words else mark
    assert largest is not None, "a line has a word or a list mark"
    every = [*words, mark] if mark else words
    x0 = min(word.x0 for word in every)
    return Line(
        text=" ".join(word.text for word in words),
        x0=x0,
        top=min(word.top for word in every),
        x1=max(word.x1 for word in every),
        bottom=largest.bottom,
        size=largest.size,
        bold=bool(words) and all(word.bold for word in words),
        bullet=mark is not None,
        text_x0=words[0].x0 if words else x0,
        words=tuple(words),
        mark=mark,
    )


def _glued(words: list[Word]) -> list[Word]:
    """Parts of one word (a change of font, a superscript) put together."""
    result: list[Word] = []
    for word in words:
        last = result[-1] if result else None
        if last is not None and _is_one_word(last, word):
            larger = last if last.size >= word.size else word
            result[-1] = Word(
                text=last.text + word.text,
                x0=last.x0,
                top=min(last.top, word.top),
                x1=max(last.x1, word.x1),
                bottom=larger.bottom,
                size=larger.size,
                bold=last.bold and word.bold,
                base=larger.base,
                spaced=last.spaced,
                order=word.order,
                struck=word.struck,
            )
        else:
            result.append(word)
    return result


def _is_one_word(left: Word, right: Word) -> bool:
    """Whether two neighbours are one word: drawn one after the other (or one as a superscript), with nothing between."""
    size = max(left.size, right.size)
    if right.spaced or left.struck is not right.struck or not -_OVERLAP * size <= right.x0 - left.x1 < _GLUE_GAP * size:
        return False
    return right.order == left.order + 1 or abs(left.size - right.size) > 0.1 * size


def _list_mark(words: list[Word]) -> tuple[Word | None, list[Word]]:
    first, rest = words[0], words[1:]
    if first.text in BULLETS:
        return first, rest
    if rest and first.text == UNREADABLE and rest[0].x0 - first.x1 > _LIST_GAP * first.size:
        return first, rest  # a symbol of a font that does not say what it means, as TeX draws list marks
    if rest and first.text in WEAK_BULLETS and rest[0].x0 - first.x1 > _LIST_GAP * first.size:
        return first, rest
    if len(first.text) > 1 and first.text[0] in BULLETS and first.text[1] not in BULLETS:
        inner = Word(
            text=first.text[1:], x0=first.x0 + first.size * 0.4, top=first.top, x1=first.x1, bottom=first.bottom,
            size=first.size, bold=first.bold, base=first.base, struck=first.struck,
        )  # fmt: skip
        return first, [inner, *rest]
    return None, words
