"""Who says what in a sentence: source, cue and content, by token ranges.

Reads *X said that ...*, *..., X said*, *..., said X*, *according to X, ...*, *X accused Y of ...*, *It was reported
that ...*, and quoted words with a saying verb beside them. Nested saying gives several attributions of one sentence,
the outer one first. Sources are ranges of words; who a pronoun or a document stands for is decided by ``discourse``.
"""

from dataclasses import dataclass

from probans.analysis.reading.lexicon import words
from probans.analysis.reading.passage import Sentence

SAYING = words("verified verifies documented documents") | words(
    "said says say saying added adds add stated states state reported reports reporting announced announces announce "
    "noted notes note told tells declared declares declare stressed stresses stress emphasised emphasized emphasises "
    "explained explains explain wrote writes write recalled recalls recounted argued argues argue insisted insists "
    "insist warned warns warn concluded concludes indicated indicates indicate mentioned mentions revealed reveals "
    "reveal disclosed discloses testified testifies informed informs commented comments remarked remarks continued "
    "observed pointed replied replies responded answered predicted tweeted posted estimated estimates estimate "
    "believes believe believed thinks think thought suggested suggests suggest described describes ruled found finds "
    "quoted learned asserted asserts maintained maintains contended contends charged charges complained lamented "
    "vowed vows pledged promised swore joked quipped asked hoped hopes feared fears expects expected knew know knows "
    "acknowledged acknowledges admitted admits conceded confirmed confirms confirm claimed claims claim alleged "
    "alleges allege denied denies deny disputed rejected rejects dismissed refuted established specified clarified "
    "underlined underscored highlighted reiterated repeated published shows showed show reads read"
)
_NEEDS_THAT = words("verified verifies documented documents") | words(
    "show shows showed found finds find believes believe believed thinks think thought states state note notes "
    "report reports know knows knew established learned read estimates expected expects feared fears hopes hoped "
    "reveal estimate suggests suggest suggested observed indicates indicate ruled asked promised promise pledged "
    "continued charged answered published posted quoted charges claims claim comments posted described describes "
    "rejected rejects dismissed disputed denied denies refuted established warned complained highlighted pointed "
    "knows confirmed confirms"
)
_TRAILING_ONLY = words("read reads continued quoted joked quipped")
ACCUSING = words("accused accuses accuse accusing blamed blames blame blaming")
DIRECTING = words(
    "urged urges urge urging called calls call calling demanded demands demand demanding appealed appeals requested "
    "requests request asked asks ask ordered invited invites"
)
DENYING = words("denied denies deny denying refuted refutes")
DISPUTING = words("disputed disputes rejected rejects dismissed dismisses questioned")
CONFIRMING = words(
    "confirmed confirms confirm confirming established verified acknowledged acknowledges admitted admits conceded"
)
ADMITTING = words("acknowledged acknowledges admitted admits conceded")
ALLEGING = words(
    "claimed claims claim claiming alleged alleges allege alleging accused accuses accuse accusing blamed blames "
    "blame contended charged suspects suspected"
)
_AUXILIARIES = words(
    "now still has have had also later earlier then again further previously publicly officially repeatedly is "
    "was were are been being would will could may might did does do not never n't 't already just now recently "
    "separately however reportedly initially today yesterday tuesday monday wednesday thursday friday saturday "
    "sunday"
)
_BOUNDARY = frozenset({",", ";", ":", "—", "–", "“", "”", '"', "''", "``"})
_OPENING = frozenset({"“", "”", '"', "«", "‘", "‘‘", "``", "''"})
_QUOTES = frozenset({"“", "”", '"', "«", "»", "''", "``"})
_CLOSING = _QUOTES - {"“", "«", "``"}
_AMBIGUOUS = words(
    "state states report reports claim claims remarks note notes request show shows thought estimates estimate "
    "demands post charges comment comments asks found ruled call calls promise address reads indicates"
)
_MARKS = frozenset({"that", "“", '"', ":", ",", "«", "''", "``", "how"})
_FIRST_PERSONS = words("i you")
_GERUNDS = words(
    "saying adding arguing claiming promising telling suggesting emphasizing emphasising noting warning announcing "
    "insisting stressing alleging explaining declaring stating"
)
_CONJUNCTIONS = words(
    "and but while whereas although though because since as when after before until if that which who whom where so or"
)
_FINITE = words("was were had has have is are did would will could")
_DENIED = words("finding findings") | words(
    "allegation allegations accusation accusations claim claims report reports charge charges responsibility "
    "involvement it this wrongdoing statement statements"
)
_VERBS = words("has have had is was are were will would did does made took gave went came also later then")
_LEADING_WORDS = words(
    "january february april june july august september october november december and but also however then meanwhile "
    "as or for so now still only while in"
)
_MEDIUM = words(
    "website site page channel account facebook twitter telegram instagram statement report interview conference "
    "briefing post press radio television tv newspaper agency letter phone telephone email message bulletin "
    "communique"
)
_OFFICES = words(
    "head chief director spokesman spokeswoman spokesperson minister deputy mayor governor president chairman "
    "commander secretary officer commissioner prosecutor coordinator doctor nurse teacher farmer resident witness "
    "representative lawyer analyst colonel survivor driver shopkeeper neighbour neighbor relative worker priest"
)
_AFTER_SAYING = words(
    "on in at to during yesterday monday tuesday wednesday thursday friday saturday sunday today late early "
    "earlier last "
    "by via after of reporters journalists reuters through when while adding as the afp state local cnn"
)
LONGEST_SOURCE = 22


@dataclass(frozen=True, slots=True)
class Attribution:
    """One saying: ranges of tokens, end exclusive. ``source`` may be empty (passive), ``medium`` words or empty.

    ``content`` lists the ranges said; ``kind`` is said, accused, directed, according or reported.
    """

    source: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    kind: str
    rule: str
    medium: tuple[int, int] = (0, 0)
    addressee: tuple[int, int] = (0, 0)

    def covers(self, at: int) -> bool:
        """Whether a token lies in what is said."""
        return any(first <= at < last for first, last in self.content)

    @property
    def frame(self) -> tuple[int, int]:
        """The tokens of source, cue and medium together."""
        parts = [part for part in (self.source, self.cue, self.medium, self.addressee) if part[1] > part[0]]
        return min(part[0] for part in parts), max(part[1] for part in parts)


def find_attributions(sentence: Sentence) -> tuple[Attribution, ...]:
    """Find the attributions of a sentence, widest content first."""
    found = [*_according(sentence), *_heading(sentence)]
    for at in range(len(sentence.tokens)):
        attribution = _at_cue(sentence, at)
        if attribution is not None and not any(_clash(attribution, other) for other in found):
            found.append(attribution)
    return tuple(sorted(found, key=lambda item: (-_width(item), item.cue)))


def _clash(one: Attribution, two: Attribution) -> bool:
    return one.cue == two.cue or (one.source == two.source and one.source[1] > one.source[0] and one.kind == two.kind)


def _width(item: Attribution) -> int:
    return sum(last - first for first, last in item.content)


def _heading(sentence: Sentence) -> list[Attribution]:
    """*Ministry: no shells fell*: a short name and a colon at the head of a sentence."""
    for at in range(1, min(7, len(sentence.tokens) - 2)):
        token = sentence.tokens[at]
        if token.low == ":":
            named = len(sentence.words(0, at)) > 2 and all(
                word.is_capital or word.low in {"of", "the", "for", "'s"} for word in sentence.tokens[:at]
            )
            content = ((at + 1, _clause_end(sentence, at + 1)),)
            return [Attribution((0, at), (at, at + 1), content, "said", "attribution.heading")] if named else []
        if not (token.is_word or token.low == "'s"):
            return []
    return []


# --- according to ----------------------------------------------------------------------------------------------------


def _according(sentence: Sentence) -> list[Attribution]:
    found = []
    for at in range(len(sentence.tokens) - 2):
        two = (sentence.low(at), sentence.low(at + 1))
        length = 2 if two in {("according", "to"), ("citing", "the")} else 1 if two[0] in {"citing", "quoting"} else 0
        if not length:
            continue
        first = at + length
        last = _source_end(sentence, first)
        if last == first:
            continue
        if at == 0:
            content = ((min(last + 1, len(sentence.tokens)), _clause_end(sentence, last + 1)),)
        else:
            before = at - 1 if sentence.low(at - 1) == "," else at
            content = ((_clause_start(sentence, before), before),)
        found.append(Attribution((first, last), (at, first), content, "according", "attribution.according"))
    return found


def _source_end(sentence: Sentence, first: int) -> int:
    """The end of a source after *according to*: the next comma that is not inside it, a stop or a new clause."""
    last = first
    while last < len(sentence.tokens) and last - first < LONGEST_SOURCE:
        low = sentence.low(last)
        if low in _BOUNDARY | {".", "!", "?"} or low in {"that", "who", "which", "but"}:
            break
        last += 1
    return last


# --- saying verbs ----------------------------------------------------------------------------------------------------


def _at_cue(sentence: Sentence, at: int) -> Attribution | None:
    low = sentence.low(at)
    if low in ACCUSING | _GERUNDS:
        return (_accusation if low in ACCUSING else _gerund)(sentence, at)
    if low in _AMBIGUOUS and sentence.low(at + 1) not in _MARKS:
        return None
    if low in DIRECTING:
        directive = _directive(sentence, at)
        if directive is not None:
            return directive
    denial = _denial(sentence, at) if low in DENYING | DISPUTING else None
    if denial is not None or low not in SAYING:
        return denial
    if _is_passive(sentence, at):
        return _passive(sentence, at)
    return _inverted(sentence, at) or _trailing(sentence, at) or _leading(sentence, at)


def _gerund(sentence: Sentence, at: int) -> Attribution | None:
    """*The mayor closed the bridge, saying that ...*: the subject of the sentence says it."""
    start, marked = _content_start(sentence, at + 1)
    end = _clause_end(sentence, start)
    before = sentence.low(at - 1)
    if end - start < 2 or before in {
        "is",
        "are",
        "was",
        "were",
        "of",
        "for",
        "in",
        "the",
        "a",
        "by",
        "without",
        "after",
        "before",
    }:
        return None
    last = _subject_end(sentence, at)
    if last == 0 or (before != "," and not marked):
        return None
    return Attribution((0, last), (at, at + 1), ((start, end),), "said", "attribution.gerund")


def _subject_end(sentence: Sentence, at: int) -> int:
    """The end of the noun phrase that opens a sentence: before its first verb; 0 where none is plain."""
    for position in range(1, min(at, 10)):
        low = sentence.low(position)
        if low in _BOUNDARY or low in _CONJUNCTIONS:
            return 0
        if low in SAYING | ACCUSING | DIRECTING | _VERBS or (
            low.endswith("ed") and not sentence.tokens[position].is_capital
        ):
            return position
    return 0


def _is_passive(sentence: Sentence, at: int) -> bool:
    back = at - 1
    while sentence.low(back) in {"also", "not", "reportedly", "later", "widely", "initially", "first"}:
        back -= 1
    return sentence.low(back) in {"was", "were", "been", "being", "is", "are", "be"}


def _passive(sentence: Sentence, at: int) -> Attribution | None:
    """*It was reported that ...*, *was told that ...*; *by X* names the source."""
    if sentence.low(at + 1) != "that" and not (sentence.low(at) == "told" and sentence.low(at + 1) in {"by", "that"}):
        return None
    end = len(sentence.tokens)
    content = ((at + 2, _clause_end(sentence, at + 2)),) if at + 2 < end else ()
    return Attribution((at, at), (at, at + 1), content, "reported", "attribution.passive")


def _trailing(sentence: Sentence, at: int) -> Attribution | None:
    """*..., X said*, and the same after a closing quotation mark."""
    found = _source_start(sentence, at)
    if found is None or _width_of(found[0]) == 0 or sentence.low(at + 1) == "that":
        return None
    source = found[0]
    before = source[0] - 1
    closing = sentence.low(before) in _QUOTES
    if before < 1 or not (closing or sentence.low(before) == ","):
        return None
    start = _clause_start(sentence, before)
    if before - start < 2 or not (closing or _ends_after(sentence, at) or _looks_inserted(sentence, at)):
        return None
    medium = _medium(sentence, at + 1)
    content = ((start, before), *_resumed(sentence, at, max(at + 1, medium[1])))
    return Attribution(source, (at, at + 1), content, "said", "attribution.trailing", medium)


def _resumed(sentence: Sentence, at: int, rest: int) -> tuple[tuple[int, int], ...]:
    """What is said after an inserted saying (*The shells, the ministry said, came from ...*)."""
    if _looks_inserted(sentence, at) and sentence.low(rest) == ",":
        return ((rest + 1, _clause_end(sentence, rest + 1)),)
    quoted = sentence.low(rest) in _OPENING or (sentence.low(rest) in {",", "."} and sentence.low(rest + 1) in _OPENING)
    return ((rest, _clause_end(sentence, rest + 1)),) if quoted else ()


def _width_of(part: tuple[int, int]) -> int:
    return part[1] - part[0]


def _inverted(sentence: Sentence, at: int) -> Attribution | None:
    """*..., said the ministry.*"""
    before = at - 1
    if before < 1 or sentence.low(before) not in _CLOSING | {","} or sentence.low(at) in _TRAILING_ONLY:
        return None
    first = at + 1
    token = sentence.tokens[first] if first < len(sentence.tokens) else None
    if token is None or not (
        token.is_capital or token.low in {"the", "a", "an", "one", "its", "his", "her", "their", "another"}
    ):
        return None
    last = _over_apposition(sentence, _source_end(sentence, first))
    start = _clause_start(sentence, before)
    if before - start < 2 or last == first:
        return None
    content = [(start, before)]
    if sentence.low(last) in {","} and last + 1 < len(sentence.tokens) and sentence.low(last + 1) in _OPENING:
        content.append((last + 1, len(sentence.tokens)))
    return Attribution((first, last), (at, at + 1), tuple(content), "said", "attribution.inverted")


def _over_apposition(sentence: Sentence, last: int) -> int:
    """Widen a source over what follows it in apposition: *said Ilse Marn, deputy head of the service*."""
    following = sentence.low(last + 1)
    if sentence.low(last) != "," or not following or following in _QUOTES | {"who", "which", "adding", "but", "and"}:
        return last
    end = _source_end(sentence, last + 1)
    described = any(sentence.low(at) in _OFFICES for at in range(last + 1, end))
    return end if described and end - last <= 16 else last


def _leading(sentence: Sentence, at: int) -> Attribution | None:
    """*X said (that) ...*, *X told Y that ...*, *X: ...*."""
    found = _source_start(sentence, at)
    if found is None or _width_of(found[0]) == 0:
        return None
    source, _ = found
    low = sentence.low(at)
    medium = _medium(sentence, at + 1)
    start = max(at + 1, medium[1])
    addressee = (0, 0)
    if low in {"told", "tells", "informed", "informs", "reminded", "assured"}:
        addressee = (start, _addressee_end(sentence, start))
        start = addressee[1]
    start, marked = _content_start(sentence, start)
    if low in _NEEDS_THAT and not (marked or _has_finite_verb(sentence, start)):
        return None
    if start >= len(sentence.tokens) - 1 or not (marked or _begins_clause(sentence, start)):
        return None
    content = ((start, _clause_end(sentence, start)),)
    return Attribution(source, (at, at + 1), content, "said", "attribution.leading", medium, addressee)


def _has_finite_verb(sentence: Sentence, start: int) -> bool:
    """Whether a clause follows without *that*: *denied his fighters were behind it*."""
    for at in range(start + 1, min(start + 12, len(sentence.tokens))):
        low = sentence.low(at)
        if low in _FINITE:
            return True
        if low in _BOUNDARY | {"."} or low in _CONJUNCTIONS:
            return False
    return False


def _content_start(sentence: Sentence, start: int) -> tuple[int, bool]:
    """Where the content begins after the verb; and whether *that*, a colon or a quotation mark marks it."""
    for at in range(start, min(start + 14, len(sentence.tokens))):
        low = sentence.low(at)
        if low == "that":
            return at + 1, True
        if low in {":", "“", '"', "«"}:
            return at + (low == ":"), True
        resumed = _after_aside(sentence, at + 1) if low == "," else None
        if resumed is not None:
            return resumed, True
        if low in {",", ";", "."} and not (low == "," and sentence.low(at + 1) in _OPENING):
            return start, False
        if low in SAYING and at > start and sentence.low(at - 1) != "to":
            return start, False
    return start, False


def _after_aside(sentence: Sentence, at: int) -> int | None:
    """The token after *that* which resumes what was said after an aside (*reported, citing X, that ...*)."""
    for position in range(at, min(at + 16, len(sentence.tokens) - 1)):
        if sentence.low(position) == "," and sentence.low(position + 1) == "that":
            return position + 2
    return None


def _begins_clause(sentence: Sentence, at: int) -> bool:
    """Whether what follows *said* can be a clause: something before a finite verb."""
    low = sentence.low(at)
    if low in {
        "in",
        "on",
        "at",
        "to",
        "of",
        "by",
        "from",
        "for",
        "with",
        "about",
        ".",
        ",",
        ";",
        "so",
        "nothing",
        "and",
    }:
        follows = any(
            sentence.low(position) in {"was", "were", "had", "would", "is", "are"} for position in range(at, at + 16)
        )
        return low in {"in", "on", "at", "from", "for"} and follows
    return True


def _addressee_end(sentence: Sentence, start: int) -> int:
    """The end of who was told: before *that*, a quote, a comma or the subject of the content."""
    for at in range(start, min(start + 10, len(sentence.tokens))):
        low = sentence.low(at)
        if low in _BOUNDARY or low in {"that", "how", "about", "in", "on", "at", "by"}:
            return at
        if at > start and (low in {"the", "he", "she", "they", "it", "there", "his", "her", "we", "i"}):
            return at
    return min(start + 2, len(sentence.tokens))


def _source_start(sentence: Sentence, at: int) -> tuple[tuple[int, int], int] | None:
    """The noun phrase before a saying verb: ((first, last), the verb group's first token)."""
    last = at
    while last > 0 and sentence.low(last - 1) in _AUXILIARIES:
        last -= 1
    if last == 0 or sentence.low(last - 1) in _FIRST_PERSONS:
        return None
    if sentence.low(last - 1) in {"who", "which"}:
        return (last - 1, last), last
    if sentence.low(last - 1) == "," and last > 2:
        return _with_apposition(sentence, last - 1, last)
    if sentence.low(last - 1) in _BOUNDARY | {".", "to"}:
        return None
    first = _phrase_start(sentence, last)
    return ((first, last), last) if first < last else None


def _phrase_start(sentence: Sentence, last: int) -> int:
    first = last
    while first > 0 and last - first < LONGEST_SOURCE and not _ends_phrase(sentence, first - 1):
        first -= 1
    while first < last and _cannot_begin(sentence, first):
        first += 1
    return first


def _cannot_begin(sentence: Sentence, at: int) -> bool:
    """Whether a source cannot begin with a token: small words, signs, what is left of a date line."""
    dated = (
        sentence.low(at) in {"march", "may"} and sentence.tokens[min(at + 1, len(sentence.tokens) - 1)].word.isdigit()
    )
    return dated or sentence.low(at) in _LEADING_WORDS or not sentence.tokens[at].word[0].isalpha()


def _ends_phrase(sentence: Sentence, at: int) -> bool:
    """Whether a token can be no part of a source that follows it."""
    low = sentence.low(at)
    if low == ".":
        return not _is_abbreviation(sentence, at)
    if low in _BOUNDARY or low in {"!", "?", "…"}:
        return True
    if low == "and":
        return not _joins_names(sentence, at)
    if low in _CONJUNCTIONS and low != "or":
        return True
    return low in SAYING and low not in {"report", "reports", "state", "states", "press", "call"} and at > 0


def _is_abbreviation(sentence: Sentence, at: int) -> bool:
    before = sentence.tokens[at - 1] if at else None
    return (
        before is not None and before.end == sentence.tokens[at].start and len(before.word) <= 4 and before.is_capital
    )


def _joins_names(sentence: Sentence, at: int) -> bool:
    """Whether *and* joins two sources rather than two clauses: no verb stands before it in the phrase."""
    for back in range(at - 1, max(-1, at - 9), -1):
        low = sentence.low(back)
        if low in _BOUNDARY or low in _CONJUNCTIONS:
            return True
        if low in {"was", "were", "had", "has", "is", "are", "have", "been"} or low.endswith("ed") or low in SAYING:
            return False
    return True


def _with_apposition(sentence: Sentence, comma: int, verb: int) -> tuple[tuple[int, int], int] | None:
    """*Name, a spokesman for the ministry, said*: the source is the whole, from the name on."""
    for back in range(comma - 1, max(0, comma - 16), -1):
        low = sentence.low(back)
        if low == ",":
            first = _phrase_start(sentence, back)
            following = sentence.low(back + 1)
            appositive = following in {"a", "an", "the", "who", "one", "head", "chief", "his", "her", "its"} or (
                sentence.tokens[back + 1].word[0].isdigit()
                or following in {"spokesman", "spokeswoman", "director", "president"}
            )
            short = comma - back <= 4 and all(word.is_capital for word in sentence.tokens[back + 1 : comma])
            appositive = appositive or short
            speaks = any(sentence.low(position).startswith("spokes") for position in range(first, back))
            return ((first, comma), verb) if (appositive or speaks) and first < back else None
        if low in {";", ":", ".", "“", "”", '"'}:
            return None
    return None


def _ends_after(sentence: Sentence, at: int) -> bool:
    """Whether the sentence ends soon after the verb, but for medium, date, place or whom it was told."""
    rest = len(sentence.tokens) - at - 1
    if rest <= 2:
        return True
    low = sentence.low(at + 1)
    if low in {".", ",", "”", '"', ";", "!"}:
        return True
    return rest <= 16 and low in _AFTER_SAYING


def _looks_inserted(sentence: Sentence, at: int) -> bool:
    """*The shells, the ministry said, came from ...*: a comma right after the saying."""
    return sentence.low(at + 1) == "," or (sentence.low(at + 1) in {"on"} and sentence.low(at + 3) == ",")


def _medium(sentence: Sentence, at: int) -> tuple[int, int]:
    """*on its website*, *in a statement*, *to reporters*: tokens of the means of saying."""
    if sentence.low(at) not in {"on", "in", "at", "via", "through", "during", "by"}:
        return (0, 0)
    for position in range(at + 1, min(at + 7, len(sentence.tokens))):
        low = sentence.low(position)
        if low in _BOUNDARY | {".", "that", "on"}:
            break
        if low in _MEDIUM:
            return (at, position + 1 + (sentence.low(position + 1) in _MEDIUM))
    return (0, 0)


# --- accusing and asking ---------------------------------------------------------------------------------------------


def _accusation(sentence: Sentence, at: int) -> Attribution | None:
    """*X accused Y of ...*, *X blamed Y for ...*: all after the verb is said."""
    content = ((at + 1, _clause_end(sentence, at + 1)),)
    if sentence.low(at + 1) == "of":  # *a general accused of ...*: by whom is not said
        return Attribution((at, at), (at, at + 1), content, "accused", "attribution.accused")
    found = _source_start(sentence, at)
    if found is None or _is_passive(sentence, at):
        return None
    return Attribution(found[0], (at, at + 1), content, "accused", "attribution.accusation")


def _directive(sentence: Sentence, at: int) -> Attribution | None:
    """*X urged Y to ...*, *X called on Y to ...*, *X demanded that ...*."""
    found = _source_start(sentence, at)
    if (found is None or _width_of(found[0]) == 0) and sentence.low(at - 1) == "and":
        found = ((0, _subject_end(sentence, at)), at)
    if found is None or _width_of(found[0]) == 0 or _is_passive(sentence, at):
        return None
    start = at + 1
    if sentence.low(at).startswith(("call", "appeal")):
        if sentence.low(start) not in {"on", "upon", "for", "to"}:
            return None
        start += 1
    if sentence.low(start) == "not":
        return None
    for last in range(start, min(start + 12, len(sentence.tokens))):
        low = sentence.low(last)
        if low in {"to", "that"} and (last > start or low == "that"):
            end = _clause_end(sentence, last)
            return Attribution(
                found[0], (at, start), ((at, end),), "directed", "attribution.directive", (0, 0), (start, last)
            )
        if low in _BOUNDARY | {"."}:
            break
    return None


def _denial(sentence: Sentence, at: int) -> Attribution | None:
    """*X denied the allegations*: what is denied is named, not told; *X denied targeting ...*: it is told."""
    found = _source_start(sentence, at)
    if found is None or _width_of(found[0]) == 0 or _is_passive(sentence, at):
        return None
    end = _clause_end(sentence, at + 1)
    if sentence.low(at + 1).endswith("ing"):
        return Attribution(found[0], (at, at + 1), ((at + 1, end),), "said", "attribution.denial")
    told = next((position for position in range(at + 2, min(at + 6, end)) if sentence.low(position) == "that"), None)
    if told is not None:
        return Attribution(found[0], (at, at + 1), ((told + 1, end),), "said", "attribution.denial")
    if {sentence.low(position) for position in range(at + 1, min(at + 5, end))} & _DENIED:
        return Attribution(found[0], (at, at + 1), ((at, end),), "denied", "attribution.denial")
    return None


# --- clauses ---------------------------------------------------------------------------------------------------------


def _clause_start(sentence: Sentence, end: int) -> int:
    """The beginning of what is said before a trailing source: the sentence, without a leading conjunction."""
    for back in range(end - 1, -1, -1):
        if sentence.low(back) == ";":
            return back + 1
    first = 0
    while first < end and sentence.low(first) in {"but", "and", "however", ",", "-", "–", "—"}:
        first += 1
    return first


def _clause_end(sentence: Sentence, start: int) -> int:
    """The end of what is said after a leading source: the sentence without its final stop."""
    end = len(sentence.tokens)
    for at in range(start, end):
        if sentence.low(at) == ";":
            return at
        if sentence.low(at) == "," and sentence.low(at + 1) == "but" and at > start + 3:
            return at
    while end > start and sentence.low(end - 1) in {".", "!", "?"}:
        end -= 1
    return end
