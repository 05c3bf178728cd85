"""Who a speaker is across sentences: pronouns, *the report said*, short names, and speech that goes on.

A memory of the offices and speakers named so far, filled sentence by sentence in reading order. A pronoun or document
goes back to the last office; a short name (*the ministry*) to the last fuller name that contains it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from probans.analysis.reading.attribution import Attribution
from probans.analysis.reading.lexicon import words
from probans.analysis.reading.passage import Sentence
from probans.analysis.reading.speakers import is_document, is_pronoun, role_of
from probans.model.claim import Speaker, SpeakerRole
from probans.model.when import DateInterval

_INSTITUTIONS = {SpeakerRole.OFFICE, SpeakerRole.ORGANISATION, SpeakerRole.AGENCY, SpeakerRole.OUTLET}
_PERSONS = {SpeakerRole.PERSON, SpeakerRole.SPOKESPERSON, SpeakerRole.WITNESS}
_IN_NAMES = words("of the for 's - and &")
_PERSON_PRONOUNS = words("he she him her")
_REMEMBERED = 60


@dataclass(slots=True)
class Memory:
    """What has been named so far in one text. ``joint`` are the offices that opened the latest sentence with any."""

    states: Mapping[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    joint: tuple[str, ...] = ()
    institutions: tuple[Speaker, ...] = ()
    person: Speaker | None = None
    last: tuple[Speaker, ...] = ()

    def hear(self, sentence: Sentence) -> None:
        """Take in the offices that a sentence names."""
        for _, name in _offices(sentence):
            if name not in self.names[-_REMEMBERED:]:
                self.names.append(name)

    def close(self, sentence: Sentence) -> None:
        """End a sentence: the offices that opened it are meant by *the report* in the next."""
        subject = _opening(sentence, _offices(sentence))
        if subject:
            self.joint = tuple(self._full(name) for name in subject)

    def speakers(self, sentence: Sentence, attribution: Attribution, said: DateInterval | None) -> tuple[Speaker, ...]:
        """The speakers of an attribution, pronouns and short names resolved; remembers them."""
        found = self._speakers(sentence, attribution, said)
        if found:
            self.last = found
            if found[-1].role in _INSTITUTIONS:
                self.institutions = found
            elif found[-1].role in _PERSONS:
                self.person = found[-1]
        return found

    def _speakers(self, sentence: Sentence, attribution: Attribution, said: DateInterval | None) -> tuple[Speaker, ...]:
        first, last = attribution.source
        if last <= first:
            return ()
        written = _clean(sentence.words(first, last))
        span = sentence.span(first, last)
        cue = sentence.span(*attribution.cue)
        medium = (
            sentence.words(*attribution.medium).removeprefix("on ").removeprefix("in ") if attribution.medium[1] else ""
        )

        def speaker(name: str, role: SpeakerRole, rule: str) -> Speaker:
            return Speaker(
                name=name, role=role, span=span, cue=cue, medium=medium, said=said, rule=f"{attribution.rule}{rule}"
            )

        if written.lower() in {"who", "which"}:
            return self._antecedent(sentence, first, speaker)
        if is_pronoun(written):
            return tuple(speaker(name, role, ".pronoun") for name, role in self._behind(written.lower()))
        if is_document(written) and not any(word[0].isupper() for word in written.split()):
            behind = self._makers()
            return tuple(speaker(name, role, ".document") for name, role in behind) or (
                speaker(written, SpeakerRole.UNNAMED, ""),
            )
        return self._named(written, speaker)

    def _antecedent(
        self, sentence: Sentence, at: int, speaker: "Callable[[str, SpeakerRole, str], Speaker]"
    ) -> tuple[Speaker, ...]:
        """Whom *who* stands for: the noun phrase before it."""
        last = at - 1 if sentence.low(at - 1) == "," else at
        first = last
        while first > 0 and last - first < 8 and sentence.tokens[first - 1].word[0].isalnum():
            first -= 1
        name = _clean(sentence.words(first, last)) if first < last else ""
        return self._named(name, speaker) if name else ()

    def _named(self, written: str, speaker: "Callable[[str, SpeakerRole, str], Speaker]") -> tuple[Speaker, ...]:
        name, _, described = written.partition(",")
        if described and role_of(name) is SpeakerRole.SPOKESPERSON:
            office = _office_of(name)
            outer = (speaker(self._full(office), SpeakerRole.OFFICE, ".office-of"),) if office else ()
            return (*outer, speaker(described.strip(), SpeakerRole.SPOKESPERSON, ""))
        if described and role_of(name) not in _INSTITUTIONS:
            office = (
                _office_of(f"x of {described}")
                if role_of(described) in _INSTITUTIONS | {SpeakerRole.SPOKESPERSON}
                else ""
            )
            role = role_of(described) if role_of(described) in _PERSONS else SpeakerRole.PERSON
            outer = (speaker(self._full(office), SpeakerRole.OFFICE, ".office-of"),) if office else ()
            return (*outer, speaker(name.strip(), role, ""))
        role = SpeakerRole.OFFICE if written.lower() in self.states else role_of(written)
        if role is SpeakerRole.SPOKESPERSON:
            office = _office_of(written)
            name = self._full(office) if office else ""
            outer = (speaker(name, SpeakerRole.OFFICE, ".office-of"),) if name else ()
            return (*outer, speaker(written, role, ""))
        if role in _INSTITUTIONS:
            full = self._full(written)
            return (speaker(full, role, "" if full == written else ".short-name"),)
        return (speaker(written, role, ""),)

    def _behind(self, pronoun: str) -> list[tuple[str, SpeakerRole]]:
        if pronoun in _PERSON_PRONOUNS and self.person is not None:
            return [(self.person.name, self.person.role)]
        if pronoun in {"it", "they", "we"} and self.institutions:
            return [(speaker.name, speaker.role) for speaker in self.institutions]
        return [(speaker.name, speaker.role) for speaker in self.last] or [(pronoun, SpeakerRole.UNNAMED)]

    def _makers(self) -> list[tuple[str, SpeakerRole]]:
        if self.joint:
            return [(name, role_of(name)) for name in self.joint]
        return [(speaker.name, speaker.role) for speaker in self.institutions or self.last]

    def _full(self, name: str) -> str:
        """The last fuller name that contains all the words of a short one."""
        short = _key(name)
        for known in reversed(self.names[-_REMEMBERED:]):
            full = _key(known)
            if short and short < full and _last_word(known) == _last_word(name):
                return known
        return name


def _key(name: str) -> frozenset[str]:
    plain = name.lower().replace("-", " ").replace("’", "'").replace("'s", "")
    return frozenset(plain.split()) - {"the", "of", "a", "for", "and"}


def _last_word(name: str) -> str:
    listed = name.lower().replace("-", " ").split()
    return listed[-1] if listed else ""


def _clean(name: str) -> str:
    listed = name.strip(" ,;:").split()
    while listed and listed[0].lower() in {"the", "a", "an"}:
        listed = listed[1:]
    return " ".join(listed)


def _office_of(written: str) -> str:
    """The office in *a spokesman for the defence ministry*, *the ministry's spokeswoman*, *ministry spokesman N*."""
    low = written.lower()
    for link in (" for ", " of ", " at ", " with "):
        if link in low:
            rest = written[low.index(link) + len(link) :].split(",", maxsplit=1)[0]
            return _clean(rest)
    before: list[str] = []
    for word in written.split():
        if word.lower().startswith(("spokes", "represent")):
            break
        before.append(word.removesuffix("'s").removesuffix("’s"))
    name = _clean(" ".join(before))
    return name if name and role_of(name) in _INSTITUTIONS else ""


def _offices(sentence: Sentence) -> list[tuple[int, str]]:
    """Names of offices and organisations: runs of capitals with the small words inside names."""
    found = []
    at = 0
    tokens = sentence.tokens
    while at < len(tokens):
        if not (tokens[at].is_capital and tokens[at].low not in {"the", "a", "an", "on", "in", "it"}):
            at += 1
            continue
        last = at + 1
        while last < len(tokens) and last - at < 12 and _goes_on(sentence, last):
            last += 1
        while last > at + 1 and not tokens[last - 1].is_capital:
            last -= 1
        name = sentence.words(at, last)
        if last - at >= 2 and role_of(name) in {SpeakerRole.OFFICE, SpeakerRole.ORGANISATION}:
            found.append((at, name))
        at = last
    return found


def _goes_on(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    if token.is_capital and token.low != "the":
        return True
    if token.low in {"of", "for"} and at + 1 < len(sentence.tokens):
        following = sentence.tokens[at + 1]
        return following.is_capital or (
            following.low == "the" and at + 2 < len(sentence.tokens) and sentence.tokens[at + 2].is_capital
        )
    return token.low in {"the", "'s", "-"} and sentence.low(at - 1) != "and"


def _opening(sentence: Sentence, offices: list[tuple[int, str]]) -> tuple[str, ...]:
    """The offices that are the subject at the beginning of a sentence, joined by *and*."""
    if not offices or offices[0][0] > 2:
        return ()
    names = [offices[0][1]]
    at = offices[0][0] + len(offices[0][1].split())
    for first, name in offices[1:]:
        between = [sentence.low(position) for position in range(at, first)]
        if "and" not in between or len(between) > 6:
            break
        names.append(name)
    return tuple(names)
