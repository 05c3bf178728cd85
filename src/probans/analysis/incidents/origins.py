"""Origins: every claim goes home along its chain of attribution and along copies, to whoever first says so.

Takes claims, the reports they stand in, text copies and the case settings; gives the origins and one edge for each
claim with the reason in words. Rules, in this order:

1. The innermost speaker who has a name is the home; a spokesperson speaks for the office that stands before.
2. A name means one origin however it is written; *the office* means the office named in the same text.
3. Whoever only passes on (outlet, agency) is no second origin. An outlet that is cited is followed to its own report of
   the same thing; outlets that cite each other in a circle are one origin.
4. A claim in an outlet's own voice, in a passage shared with another text, goes home where that text's claim goes;
   where the text credits an agency, to that agency; otherwise the outlet itself is the origin.
5. Two offices of one party are two origins of one party: both are shown, never silently taken for one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from probans.analysis.incidents.kinds import can_be_one
from probans.analysis.incidents.names import THIRD_PARTY, UNKNOWN_PARTY, Name, Naming, listed, prepare_naming
from probans.evidence.codec import record_id
from probans.model.case import CaseSettings
from probans.model.claim import Claim, Span, Speaker, SpeakerRole
from probans.model.incident import Origin, OriginEdge, TextCopy
from probans.model.reading import ReportReading

COVERED = 0.5  # of a claim's passage that must lie in a shared passage for the claim to be copied
TOUCHED = 0.2  # of a claim's passage in the source that a copied piece must hold to be the same telling

_KINDS = {
    SpeakerRole.OUTLET: "outlet",
    SpeakerRole.AGENCY: "agency",
    SpeakerRole.OFFICE: "office",
    SpeakerRole.SPOKESPERSON: "office",
    SpeakerRole.ORGANISATION: "organisation",
    SpeakerRole.WITNESS: "witness",
}
_OUTLETS = frozenset({SpeakerRole.OUTLET, SpeakerRole.AGENCY})
_NAMELESS = listed(
    "witness eyewitness resident survivor local neighbour people person man woman villager doctor medic relative "
    "parent mother father official worker driver soldier prisoner user refugee rescuer journalist reporter "
    "correspondent"
)


@dataclass(frozen=True, slots=True)
class _Link:
    """Where a passage of one text also stands: the text likely copied from."""

    source: str
    here: Span
    there: Span
    copy: TextCopy
    known: bool  # whether anything tells the direction


@dataclass(frozen=True, slots=True)
class _Home:
    origin: Origin
    because: tuple[str, ...]


def trace_origins(
    claims: Sequence[Claim], reports: Sequence[ReportReading], copies: Sequence[TextCopy], settings: CaseSettings
) -> tuple[tuple[Origin, ...], tuple[OriginEdge, ...]]:
    """Trace every claim home: the origins by id, and one edge for each claim by claim id."""
    tracer = _Tracer.prepare(claims, reports, copies, settings)
    homes = {claim_id: tracer.home(tracer.claims[claim_id], ()) for claim_id in sorted(tracer.claims)}
    origins: dict[str, Origin] = {}
    for origin in sorted((home.origin for home in homes.values()), key=lambda item: (len(item.name), item.name)):
        origins[origin.id] = origin  # the fullest way of writing the name stays
    edges = (OriginEdge(claim=key, origin=home.origin.id, because=home.because) for key, home in homes.items())
    return tuple(origins[key] for key in sorted(origins)), tuple(edges)


@dataclass(frozen=True, slots=True)
class _Tracer:
    naming: Naming
    claims: Mapping[str, Claim]
    by_text: Mapping[str, tuple[Claim, ...]]
    reports: Mapping[str, ReportReading]
    links: Mapping[str, tuple[_Link, ...]]
    by_outlet: Mapping[str, tuple[Claim, ...]]  # folded name of an outlet -> claims of its texts
    homes_of_name: Mapping[tuple[str, ...], tuple[str, ...]]  # words of an office -> parties it is named with

    @staticmethod
    def prepare(
        claims: Sequence[Claim], reports: Sequence[ReportReading], copies: Sequence[TextCopy], settings: CaseSettings
    ) -> "_Tracer":
        places = (mention.place for claim in claims for mention in claim.places if mention.place is not None)
        naming = prepare_naming(settings, places)
        known = {claim.id: claim for claim in claims}
        by_text: dict[str, list[Claim]] = {}
        parties: dict[tuple[str, ...], set[str]] = {}
        for key in sorted(known):
            by_text.setdefault(known[key].text, []).append(known[key])
            for speaker in known[key].chain:
                name = naming.name(speaker.name)
                if name.party:
                    parties.setdefault(name.words, set()).add(name.party)
        by_digest = {report.text: report for report in sorted(reports, key=lambda item: item.reading.exhibit)[::-1]}
        return _Tracer(
            naming,
            known,
            {text: tuple(found) for text, found in by_text.items()},
            by_digest,
            _links(copies, by_digest),
            _by_outlet(known, by_digest, naming),
            {words: tuple(sorted(found)) for words, found in parties.items()},
        )

    def home(self, claim: Claim, seen: tuple[str, ...]) -> _Home:
        """Where a claim goes home; ``seen`` are the claims followed so far, so that a circle ends."""
        speaker, passed_on = _innermost(claim.chain)
        if speaker is not None and speaker.role in _OUTLETS:
            cited = self._follow_citation(claim, speaker, seen)
            if cited is not None:
                return cited
        if speaker is not None and not self._is_nameless(speaker):
            return self._of_speaker(claim, speaker, passed_on)
        copied = self._follow_copy(claim, seen)
        if copied is not None:
            return copied
        if speaker is not None:
            return self._of_nameless(claim, speaker)
        return self._of_outlet(claim)

    # --- named speakers ---

    def _of_speaker(self, claim: Claim, speaker: Speaker, passed_on: tuple[str, ...]) -> _Home:
        office = _speaks_for(claim.chain, speaker)
        name, how = self._resolve(claim, office or speaker)
        said = f"{speaker.name} says so" + (f", for {office.name}" if office is not None else "")
        because = [said + (f", passed on by {' and '.join(passed_on)}." if passed_on else ".")]
        because += [how] if how else []
        return _Home(self._origin(office or speaker, name), tuple(because))

    def _resolve(self, claim: Claim, speaker: Speaker) -> tuple[Name, str]:
        """The name a speaker stands for, and how that was found out when the text alone does not say it."""
        name = self.naming.name(speaker.name)
        if self.naming.outlet(speaker.name) is not None or speaker.role is SpeakerRole.WITNESS:
            return name, ""
        if name.generic or speaker.role is SpeakerRole.PERSON:
            fuller = self._fuller(claim, name, speaker)
            if fuller is not None:
                whole = self.naming.name(fuller.name)
                whole = Name(words=whole.words, party=whole.party or name.party, generic=False)
                how = f"{speaker.name} is taken to be {fuller.name}, named in the same text."
                return self._with_party(claim, whole)[0], how
        return (name, "") if speaker.role is SpeakerRole.PERSON else self._with_party(claim, name)

    def _fuller(self, claim: Claim, name: Name, speaker: Speaker) -> Speaker | None:
        """Whom *the office* stands for: the last fuller name before it in the same text, else the first after it."""
        place = speaker.span.start if speaker.span is not None else claim.passage.start
        found = []
        for other in (link for item in self.by_text.get(claim.text, ()) for link in item.chain):
            fuller = self.naming.name(other.name)
            if fuller.generic or (name.party and fuller.party not in ("", name.party)):
                continue
            if other.name != speaker.name and set(name.words) <= set(_raw_words(self.naming, other.name)):
                found.append((other.span.start if other.span is not None else 0, other.name, other))
        before = [item for item in found if item[0] <= place]
        chosen = (
            max(before, key=lambda item: item[:2]) if before else min(found, key=lambda item: item[:2], default=None)
        )
        return chosen[2] if chosen is not None else None

    def _with_party(self, claim: Claim, name: Name) -> tuple[Name, str]:
        if name.party:
            return name, ""
        parties, why = self._parties_by_text(claim, name), "as the same text names it"
        if len(parties) != 1:
            outlet = self.naming.outlet(self._outlet_name(claim))
            parties = (outlet.party,) if outlet is not None and outlet.party else ()
            why = "as the outlet's side would call it"
        if len(parties) != 1:
            parties, why = self.homes_of_name.get(name.words, ()), "the only side that has it in this case"
        if len(parties) != 1:
            return name, ""
        return Name(words=name.words, party=parties[0], generic=False), f"Taken to be that of {parties[0]}: {why}."

    def _parties_by_text(self, claim: Claim, name: Name) -> tuple[str, ...]:
        named = (self.naming.name(link.name) for item in self.by_text.get(claim.text, ()) for link in item.chain)
        return tuple(sorted({other.party for other in named if other.party and other.words == name.words}))

    def _origin(self, speaker: Speaker, name: Name) -> Origin:
        outlet = self.naming.outlet(speaker.name) or self.naming.office(name)
        if outlet is not None:
            return _make(outlet.name, outlet.kind, outlet.party or THIRD_PARTY, ("outlet", outlet.name))
        kind = _KINDS.get(speaker.role, "unknown")
        words = name.words or ("authority",)
        return _make(_display(speaker.name), kind, name.party or UNKNOWN_PARTY, ("name", *words, name.party))

    # --- the outlet's own voice ---

    def _is_nameless(self, speaker: Speaker) -> bool:
        name = self.naming.name(speaker.name)
        if speaker.role is SpeakerRole.WITNESS and set(name.words) & _NAMELESS:
            return True
        return not name.words and not name.party

    def _of_nameless(self, claim: Claim, speaker: Speaker) -> _Home:
        """*Residents said*: someone first-hand, but not known to be the same as in another text."""
        outlet = self._outlet_name(claim) or claim.text[:12]
        origin = _make(
            f"{_display(speaker.name)}, to {outlet}", "witness", UNKNOWN_PARTY, ("heard", claim.text, speaker.name)
        )
        return _Home(origin, (f"{speaker.name} said so to {outlet}; no name to know them again by.",))

    def _of_outlet(self, claim: Claim) -> _Home:
        report = self.reports.get(claim.text)
        outlet = self._outlet_name(claim)
        if report is not None and report.origin_hint and not self._is_same(report.origin_hint, outlet):
            agency = Speaker(name=report.origin_hint, role=SpeakerRole.AGENCY)
            name = self.naming.name(agency.name)
            why = (
                f"{outlet or 'The text'} says it in its own voice, and its dateline or credit line names {agency.name}."
            )
            return _Home(self._origin(agency, name), (why,))
        if not outlet:
            return _Home(
                _make(f"Text {claim.text[:12]}", "unknown", UNKNOWN_PARTY, ("text", claim.text)),
                ("Nobody is named, and the outlet is not known: the text itself is the origin.",),
            )
        speaker = Speaker(name=outlet, role=SpeakerRole.OUTLET)
        return _Home(self._origin(speaker, self.naming.name(outlet)), (f"{outlet} says so in its own voice.",))

    def _is_same(self, one: str, other: str) -> bool:
        known = self.naming.outlet(one)
        return one.casefold() == other.casefold() or (known is not None and known == self.naming.outlet(other))

    def _outlet_name(self, claim: Claim) -> str:
        report = self.reports.get(claim.text)
        first = claim.chain[0].name if claim.chain and claim.chain[0].role is SpeakerRole.OUTLET else ""
        return first or (report.outlet if report is not None else "")

    # --- citations ---

    def _follow_citation(self, claim: Claim, cited: Speaker, seen: tuple[str, ...]) -> _Home | None:
        """Where the cited outlet's own report of the same thing goes home; None when the case holds none."""
        same = [
            item for item in self.by_outlet.get(_outlet_key(self.naming, cited.name), ()) if _same_matter(item, claim)
        ]
        if not same:
            return None
        source = min(same, key=lambda item: (*self._age(item.text), item.id))
        if source.id in seen:
            return self._of_circle((*seen[seen.index(source.id) :], claim.id))
        home = self.home(source, (*seen, claim.id))
        return _Home(
            home.origin, (f"It cites {cited.name}, whose own text is {self._title(source.text)}.", *home.because)
        )

    def _of_circle(self, circle: tuple[str, ...]) -> _Home:
        """Outlets that only cite each other: the oldest text among them stands for all."""
        first = min((self.claims[key] for key in circle), key=lambda item: (*self._age(item.text), item.id))
        name = self._outlet_name(first) or first.text[:12]
        outlet = Speaker(name=name, role=SpeakerRole.OUTLET)
        why = f"They cite each other in a circle and nobody outside it; the oldest text is {self._title(first.text)}."
        return _Home(self._origin(outlet, self.naming.name(name)), (why,))

    # --- copies ---

    def _follow_copy(self, claim: Claim, seen: tuple[str, ...]) -> _Home | None:
        link = self._copied_from(claim)
        if link is None or claim.id in seen:
            return None
        same = self._same_claim(claim, link)
        if same is None or same.id in seen:
            return None
        home = self.home(same, (*seen, claim.id))
        how = "is copied from" if link.known else "also stands in, word for word (which was first is not known),"
        words = " ".join(link.here.words.split())
        shown = words if len(words) <= 80 else words[:77] + "..."
        return _Home(
            home.origin, (f"The passage “{shown}” {how} the text of {self._title(link.source)}.", *home.because)
        )

    def _copied_from(self, claim: Claim) -> _Link | None:
        # A passage may be copied in pieces, with a word changed between them: pieces of one source count together.
        shares: dict[str, float] = {}
        longest: dict[str, tuple[float, _Link]] = {}
        for link in self.links.get(claim.text, ()):
            share = _covered(claim.passage, link.here)
            shares[link.source] = shares.get(link.source, 0.0) + share
            if link.source not in longest or share > longest[link.source][0]:
                longest[link.source] = (share, link)
        covering = [longest[source][1] for source, share in shares.items() if share >= COVERED]
        return min(covering, key=lambda link: (not link.known, *self._age(link.source)), default=None)

    def _same_claim(self, claim: Claim, link: _Link) -> Claim | None:
        shift = link.there.start - link.here.start
        there = (claim.passage.start + shift, claim.passage.end + shift)
        near = [item for item in self.by_text.get(link.source, ()) if _covered(item.passage, link.there) > TOUCHED]
        return min(
            near, key=lambda item: (item.kind != claim.kind, abs(item.passage.start - there[0]), item.id), default=None
        )

    def _age(self, text: str) -> tuple[str, str]:
        report = self.reports.get(text)
        published = report.published.first if report is not None and report.published is not None else ""
        return published or "9999", text

    def _title(self, text: str) -> str:
        report = self.reports.get(text)
        if report is None:
            return text[:12]
        when = f" of {report.published.first}" if report.published is not None and report.published.first else ""
        return (report.outlet or report.title or text[:12]) + when


def _innermost(chain: Sequence[Speaker]) -> tuple[Speaker | None, tuple[str, ...]]:
    """The innermost speaker with a name inside the outlet, and the names of those who pass it on."""
    inner = [speaker for speaker in chain[1:] if speaker.role is not SpeakerRole.UNNAMED and speaker.name.strip()]
    if chain and chain[0].role not in (SpeakerRole.OUTLET, SpeakerRole.UNNAMED):
        inner = [chain[0], *inner]
    if not inner:
        return None, ()
    # Those who say one thing together (one cue for both) are one origin: the first named.
    said = next(at for at, speaker in enumerate(inner) if _says_with(speaker, inner[-1]))
    outer = chain[: chain.index(inner[said])]
    return inner[said], tuple(dict.fromkeys(speaker.name for speaker in outer if speaker.name))


def _says_with(speaker: Speaker, last: Speaker) -> bool:
    return speaker is last or (speaker.cue is not None and (speaker.cue, speaker.rule) == (last.cue, last.rule))


def _speaks_for(chain: Sequence[Speaker], speaker: Speaker) -> Speaker | None:
    if speaker.role is not SpeakerRole.SPOKESPERSON:
        return None
    before = chain[: chain.index(speaker)]
    official = (SpeakerRole.OFFICE, SpeakerRole.ORGANISATION)
    return next((link for link in reversed(before) if link.role in official), None)


def _raw_words(naming: Naming, written: str) -> tuple[str, ...]:
    name = naming.name(written)
    return (*name.words, "office") if "office" in written.casefold() else name.words


def _display(name: str) -> str:
    plain = " ".join(name.split())
    plain = plain[4:] if plain.casefold().startswith("the ") else plain
    return plain[:1].upper() + plain[1:]


def _make(name: str, kind: str, party: str, key: tuple[str, ...]) -> Origin:
    return Origin(id=record_id("org", "Origin", key), name=name, kind=kind, party=party)


def _by_outlet(
    claims: Mapping[str, Claim], reports: Mapping[str, ReportReading], naming: Naming
) -> dict[str, tuple[Claim, ...]]:
    found: dict[str, list[Claim]] = {}
    for key in sorted(claims):
        report = reports.get(claims[key].text)
        chain = claims[key].chain
        name = chain[0].name if chain and chain[0].role in _OUTLETS else report.outlet if report is not None else ""
        if name:
            found.setdefault(_outlet_key(naming, name), []).append(claims[key])
    return {name: tuple(items) for name, items in found.items()}


def _outlet_key(naming: Naming, name: str) -> str:
    outlet = naming.outlet(name)
    return (outlet.name if outlet is not None else name).casefold()


def _same_matter(first: Claim, second: Claim) -> bool:
    """Whether two claims of different texts speak of the same thing: kinds that go together, a place, no other day."""
    if first.text == second.text or not can_be_one(first.kind, second.kind):
        return False
    places = [
        {item.place.id if item.place else item.name.casefold() for item in claim.places} for claim in (first, second)
    ]
    days = not (first.dates and second.dates) or any(
        one.overlaps(other) for one in first.dates for other in second.dates
    )
    return days and bool(places[0] & places[1])


def _covered(passage: Span, shared: Span) -> float:
    inside = min(passage.end, shared.end) - max(passage.start, shared.start)
    return max(0, inside) / max(1, passage.end - passage.start)


def _links(copies: Iterable[TextCopy], reports: Mapping[str, ReportReading]) -> dict[str, tuple[_Link, ...]]:
    """For every text, the passages it likely took from others. Undecided pairs lead to the text that sorts first."""
    found: dict[str, list[_Link]] = {}
    for copy in sorted(copies, key=lambda item: (item.first, item.second)):
        source = copy.likely_source or min(copy.first, copy.second, key=lambda text: _order(text, reports))
        for passage in copy.passages:
            here, there = (passage.second, passage.first) if source == copy.first else (passage.first, passage.second)
            text = copy.second if source == copy.first else copy.first
            found.setdefault(text, []).append(_Link(source, here, there, copy, bool(copy.likely_source)))
    return {text: tuple(links) for text, links in found.items()}


def _order(text: str, reports: Mapping[str, ReportReading]) -> tuple[str, str]:
    report = reports.get(text)
    published = report.published.first if report is not None and report.published is not None else ""
    return published or "9999", text
