"""Compare what was found in the example with its answer key, section by section. Pure.

Each comparison gives ``Compared``: what the key has, and which of it was not found. Meaning is compared, not wording:
ranges of people, days that overlap, places and what contains them, names of sources by their words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from probans.model.casefile import Analysis
from probans.model.casualty import Figure
from probans.model.claim import Claim, PersonOutcome, Scope, Stance
from probans.model.counts import Count
from probans.model.incident import Incident
from probans.model.reading import FootageReading, ReportReading, TextExtraction
from probans.model.when import DateInterval

Plain = Mapping[str, Any]
Item = TypeVar("Item")

_FOLDERS = re.compile(r"(?:^|/)((?:reports|media|lists)/.*)$")
_CAPITALS = {"orlesk": "vesmar", "vesmari": "vesmar", "braskholm": "torrund", "torrundi": "torrund"}
_SMALL_WORDS = {"the", "of", "and", "a", "an", "in", "for", "at", "s", "two", "own", "office"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A built case: ``files`` maps the digest of an exhibit to its name in the key (``file`` or ``file#part``)."""

    files: Mapping[str, str]
    analysis: Analysis
    extractions: Sequence[TextExtraction]
    reports: Sequence[ReportReading]
    footage: Sequence[FootageReading]
    within: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One section: how many things the key has, and the ones that were missed."""

    section: str
    of: int
    missed: tuple[str, ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.section}: {self.of - len(self.missed)} of {self.of}; missed: {'; '.join(self.missed) or 'none'}"


def key_name(path: str) -> str:
    """The name that the key gives to a file taken in under ``path``."""
    inside = _FOLDERS.search(path)
    return inside.group(1) if inside else path


# --- documents and copies --------------------------------------------------------------------------------------------


def compare_dates_of_publication(key: Plain, found: Found) -> Compared:
    """Every document has its day of publication, from its metadata or read from its text."""
    days = {found.files.get(item.reading.exhibit, ""): item.published for item in found.extractions}
    days |= {found.files.get(item.reading.exhibit, ""): item.published for item in found.reports if item.published}
    return _compare("published", key["documents"], lambda item: _says(days.get(item["file"]), item["published"]), _file)


def compare_text_copies(key: Plain, found: Found) -> Compared:
    """Every copied pair of texts is found, of whatever kind."""
    pairs = {_pair(found, copy.first, copy.second) for copy in found.analysis.text_copies}
    return _compare("text copies", key["text_copies"], lambda item: _key_pair(item) in pairs, _pair_name)


def compare_kinds_of_text_copies(key: Plain, found: Found) -> Compared:
    """Exact, near and excerpt are told apart."""
    kinds = {_pair(found, copy.first, copy.second): copy.kind for copy in found.analysis.text_copies}
    return _compare(
        "kinds of text copies", key["text_copies"], lambda item: kinds.get(_key_pair(item)) == item["kind"], _pair_name
    )


def compare_footage_copies(key: Plain, found: Found) -> Compared:
    """Every pair of pictures or films that show the same recording is found."""
    pairs = {_pair(found, copy.first, copy.second) for copy in found.analysis.footage_copies}
    return _compare("footage copies", key["footage_copies"], lambda item: _key_pair(item) in pairs, _pair_name)


def compare_mirrorings(key: Plain, found: Found) -> Compared:
    """A mirrored copy is said to be mirrored."""
    mirrored = {
        _pair(found, copy.first, copy.second) for copy in found.analysis.footage_copies if "mirrored" in copy.edits
    }
    wanted = [item for item in key["footage_copies"] if "mirrored" in item["edits"]]
    return _compare("mirrored copies", wanted, lambda item: _key_pair(item) in mirrored, _pair_name)


def compare_recording_days(key: Plain, found: Found) -> Compared:
    """The first of each group carries its day of recording (of the old clip: years before the war).

    Where the file names no zone of time, the day before or after may be meant too.
    """
    days = {found.files.get(item.reading.exhibit, ""): item.captured for item in found.footage}
    return _compare(
        "days of recording",
        key["first_appearances"],
        lambda item: _holds(days.get(item["first"]), item["recorded"]),
        lambda item: item["first"],
    )


def wrong_copies(key: Plain, found: Found) -> tuple[str, ...]:
    """Pairs called copies that the key does not have: it lists all there are."""
    right = {_key_pair(item) for item in (*key["text_copies"], *key["footage_copies"])}
    pairs = {_pair(found, copy.first, copy.second) for copy in found.analysis.text_copies}
    pairs |= {_pair(found, copy.first, copy.second) for copy in found.analysis.footage_copies}
    return tuple(sorted(" = ".join(sorted(pair)) for pair in pairs - right))


# --- claims and incidents --------------------------------------------------------------------------------------------


def compare_figures(key: Plain, found: Found) -> Compared:
    """Every figure that a text gives is read from that text, with its range and outcome.

    People who are held and ill-treated may be counted as detained or as affected.
    """
    held = {PersonOutcome.AFFECTED: PersonOutcome.DETAINED}
    read = {
        (
            _base(found.files.get(claim.exhibit, "")),
            held.get(item.outcome, item.outcome).value,
            item.count.low,
            item.count.high,
        )
        for claim in found.analysis.claims
        for item in claim.counts
    }
    told = [figure for incident in key["incidents"] for figure in incident["figures"]]
    told = [item for item in told if _language(key, item["file"]) == "en"]
    return _compare("figures of incidents", told, lambda item: _figure(item) in read, _figure_name)


def compare_incidents(key: Plain, found: Found) -> Compared:
    """Every incident of the key is there: its place, its days, and a claim from at least one of its texts."""
    return _compare("incidents", key["incidents"], lambda item: bool(matching(item, found)), lambda item: item["id"])


def compare_kinds(key: Plain, found: Found) -> Compared:
    """An incident is called by one of the words that the key has for its conduct."""

    def is_there(item: Plain) -> bool:
        given = [f"{incident.kind} {incident.title}".casefold() for incident in matching(item, found)]
        return any(word in name for word in item["kinds"] for name in given)

    return _compare("kinds of incidents", key["incidents"], is_there, lambda item: item["id"])


def compare_denials(key: Plain, found: Found) -> Compared:
    """A text that denies or disputes gives a claim that does."""
    files = {
        _base(found.files.get(claim.exhibit, ""))
        for claim in found.analysis.claims
        if claim.stance in (Stance.DENIES, Stance.DISPUTES) or _begins(claim.kind, "denial")
    }
    wanted = sorted({name for item in key["incidents"] for name in item["denied_in"]})
    return _compare("denials", wanted, lambda name: _base(name) in files, str)


def compare_members(key: Plain, found: Found) -> Compared:
    """Each text that tells of an incident has a claim in one of the incidents that match it."""
    claims = {claim.id: claim for claim in found.analysis.claims}
    wanted, missed = 0, []
    for item in key["incidents"]:
        files = {
            _base(found.files.get(claims[claim].exhibit, ""))
            for incident in matching(item, found)
            for claim in incident.claims
            if claim in claims
        }
        members = {_base(name) for name in item["members"] if _language(key, name) == "en"}
        wanted += len(members)
        missed += [f"{item['id']} in {name}" for name in sorted(members - files)]
    return Compared(section="members of incidents", of=wanted, missed=tuple(missed))


def compare_origins(key: Plain, found: Found) -> Compared:
    """Every independent origin of an incident is one of those found, by the words of its name."""
    names = {origin.id: origin.name for origin in found.analysis.origins}
    wanted = [(item, origin) for item in key["incidents"] for origin in item["origins"]]

    def is_there(pair: tuple[Plain, str]) -> bool:
        given = [names.get(name, "") for incident in matching(pair[0], found) for name in incident.origins]
        return any(same_name(pair[1].partition(" (")[0], name) for name in given)

    return _compare("origins", wanted, is_there, lambda pair: f"{pair[0]['id']}: {pair[1]}")


def copies_as_origins(key: Plain, found: Found) -> tuple[str, ...]:
    """Outlets that only copied a text and were counted as origins of an incident all the same."""
    outlets = {item["file"]: item["outlet"] for item in key["documents"]}
    copiers = {outlets[item["second"]] for item in key["text_copies"] if item["kind"] in ("exact", "near")}
    names = {origin.id: origin.name for origin in found.analysis.origins}
    market = next(item for item in key["incidents"] if item["id"] == "lantern-market")
    given = {names.get(name, name) for incident in matching(market, found) for name in incident.origins}
    return tuple(sorted(given & copiers))


def compare_tolls(key: Plain, found: Found) -> Compared:
    """Killed and injured of an incident overlap with what a careful reader holds."""
    wanted = [(item, outcome) for item in key["incidents"] for outcome in ("killed", "injured") if item[outcome]]

    def is_there(pair: tuple[Plain, str]) -> bool:
        item, outcome = pair
        counts = [getattr(incident, outcome) for incident in matching(item, found)]
        return any(count and _overlap(count, item[outcome]) for count in counts)

    return _compare("tolls of incidents", wanted, is_there, lambda pair: f"{pair[0]['id']} {pair[1]}")


def compare_crimes(key: Plain, found: Found) -> Compared:
    """Every crime or rule that the key expects is proposed for a matching incident."""
    articles = {crime.id: crime.article for crime in found.analysis.crimes}
    proposed: dict[str, set[str]] = {}
    for matrix in found.analysis.matrices:
        proposed.setdefault(matrix.incident, set()).add(articles.get(matrix.crime, matrix.crime))
    wanted = [(item, crime["article"]) for item in key["incidents"] for crime in item["crimes"]]

    def is_there(pair: tuple[Plain, str]) -> bool:
        given = {article for incident in matching(pair[0], found) for article in proposed.get(incident.id, ())}
        return any(same_article(pair[1], article) for article in given)

    return _compare("crimes proposed", wanted, is_there, lambda pair: f"{pair[0]['id']} {pair[1]}")


def matching(item: Plain, found: Found) -> tuple[Incident, ...]:
    """Incidents at the place and in the days of one of the key, that share a text with it."""
    claims = {claim.id: claim for claim in found.analysis.claims}
    members = {_base(name) for name in item["members"]}

    def fits(incident: Incident) -> bool:
        files = {_base(found.files.get(claims[claim].exhibit, "")) for claim in incident.claims if claim in claims}
        return (
            _days_meet(incident.interval, item)
            and _place_fits(incident, item["place"], found)
            and bool(files & members)
        )

    return tuple(incident for incident in found.analysis.incidents if fits(incident))


def same_article(wanted: str, given: str) -> bool:
    """``8(2)(a)(ii)`` is met by ``8(2)(a)(ii)-1``; ``rule 40`` by ``Rules 38-40``."""
    if wanted.startswith("8("):
        return given == wanted or given.startswith(f"{wanted}-")
    if not given.casefold().startswith("rule"):
        return False
    number = int(wanted.rsplit(maxsplit=1)[-1])
    spans = re.findall(r"(\d+)(?:-(\d+))?", given)
    return any(int(low) <= number <= int(high or low) for low, high in spans)


# --- totals, contradictions, people ----------------------------------------------------------------------------------


def compare_totals(key: Plain, found: Found) -> Compared:
    """Every figure over several dates or the whole war is read as such, and so makes no incident."""
    read = {
        (_base(found.files.get(claim.exhibit, "")), item.outcome.value, item.count.low)
        for claim in found.analysis.claims
        if claim.scope is not Scope.INCIDENT
        for item in claim.counts
    }
    told = [figure for total in key["totals"] for figure in total["figures"]]
    return _compare(
        "totals", told, lambda item: (_base(item["file"]), item["outcome"], item["low"]) in read, _figure_name
    )


def compare_reckoned_totals(key: Plain, found: Found) -> Compared:
    """The register's answer for each whole is at least the key's lower end, and not a sum of parts with their whole."""

    def is_there(item: Plain) -> bool:
        killed = [figure for figure in item["figures"] if figure["outcome"] == "killed"]
        low = max(figure["low"] for figure in killed)
        figures = [figure for figure in found.analysis.casualties.figures if _answers(figure, item, "killed")]
        return any(figure.count.low == low for figure in figures)

    wanted = [item for item in key["totals"] if item["id"] in ("vesmar-war", "torrund-war")]
    return _compare("reckoned totals", wanted, is_there, lambda item: item["id"])


def compare_contradictions(key: Plain, found: Found) -> Compared:
    """Two figures that cannot both be true are listed together."""
    reports = {report.id: report for report in found.analysis.casualties.reports}
    sides = [
        {(reports[name].count.low, reports[name].count.high) for name in item.reports if name in reports}
        for item in found.analysis.casualties.contradictions
    ]
    return _compare(
        "contradictions",
        key["contradictions"],
        lambda item: any({_range(item["first"]), _range(item["second"])} <= side for side in sides),
        lambda item: item["about"],
    )


def compare_victims(key: Plain, found: Found) -> Compared:
    """Rows of two lists that are one person are linked."""
    pairs = _victim_pairs(found)
    return _compare("victim pairs", key["victims"]["pairs"], lambda item: _key_pair(item) in pairs, _names)


def wrong_victims(key: Plain, found: Found) -> tuple[str, ...]:
    """Links that the key does not have."""
    right = {_key_pair(item) for item in key["victims"]["pairs"]}
    return tuple(sorted(" = ".join(sorted(pair)) for pair in _victim_pairs(found) - right))


# --- what is done about it -------------------------------------------------------------------------------------------


def compare_referrals(key: Plain, found: Found) -> Compared:
    """Every request that a text tells of stands in the case record, or as a claim from that text."""
    return _compare_claims("referrals", key["referrals"], found, lambda kind: _begins(kind, "request", "referral"))


def compare_cases(key: Plain, found: Found) -> Compared:
    """Every opening of a case is a claim from its text."""
    return _compare_claims("cases opened", key["cases_opened"], found, lambda kind: _begins(kind, "case", "charge"))


def compare_measures(key: Plain, found: Found) -> Compared:
    """Every measure is a claim from its text."""
    return _compare_claims("measures", key["measures"], found, lambda kind: _begins(kind, "measure", "investigation"))


def compare_failures(key: Plain, found: Found) -> Compared:
    """Every alleged failure to investigate is a claim from its text."""
    return _compare_claims(
        "failures to investigate", key["failures_to_investigate"], found, lambda kind: "failure" in kind
    )


def _compare_claims(section: str, wanted: Sequence[Plain], found: Found, is_kind: Callable[[str], bool]) -> Compared:
    read: dict[str, list[Claim]] = {}
    for claim in found.analysis.claims:
        if is_kind(claim.kind):
            read.setdefault(_base(found.files.get(claim.exhibit, "")), []).append(claim)
    return _compare(
        section,
        wanted,
        lambda item: any(_touches(claim, item["passage"]) for claim in read.get(_base(item["file"]), ())),
        lambda item: f"{item['file']}: {item['passage']}",
    )


def trusted_hollow_incidents(key: Plain, found: Found) -> tuple[str, ...]:
    """Incidents made only of texts that tell of nothing real, shown as more than one voice's word."""
    claims = {claim.id: claim for claim in found.analysis.claims}
    hollow = {item["file"] for item in key["never_incidents"]}

    def is_hollow(incident: Incident) -> bool:
        return {
            _base(found.files.get(claims[name].exhibit, "")) for name in incident.claims if name in claims
        } <= hollow

    made = [incident for incident in found.analysis.incidents if incident.claims and is_hollow(incident)]
    return tuple(incident.title for incident in made if len(incident.origins) > 1 or incident.grade != "weak")


# --- meaning of fields -----------------------------------------------------------------------------------------------


def _compare(
    section: str, wanted: Sequence[Item], is_there: Callable[[Item], bool], name: Callable[[Item], str]
) -> Compared:
    missed = tuple(name(item) for item in wanted if not is_there(item))
    return Compared(section=section, of=len(wanted), missed=missed)


def _base(name: str) -> str:
    return name.partition("#")[0]


def _file(item: Plain) -> str:
    return str(item["file"])


def _pair(found: Found, first: str, second: str) -> frozenset[str]:
    return frozenset((found.files.get(first, first), found.files.get(second, second)))


def _key_pair(item: Plain) -> frozenset[str]:
    return frozenset((item["first"], item["second"]))


def _pair_name(item: Plain) -> str:
    return f"{item['first']} = {item['second']}"


def _names(item: Plain) -> str:
    return " = ".join(item["names"])


def _figure(item: Plain) -> tuple[str, str, int, int | None]:
    return _base(item["file"]), item["outcome"], item["low"], item["high"]


def _figure_name(item: Plain) -> str:
    return f"{item['file']}: {item['wording']} {item['outcome']}"


def _range(item: Plain) -> tuple[int, int | None]:
    return item["low"], item["high"]


def _says(interval: DateInterval | None, day: str) -> bool:
    return interval is not None and interval.first == day == interval.last


def _holds(interval: DateInterval | None, day: str) -> bool:
    return interval is not None and (interval.days or 9) <= 3 and interval.first <= day <= interval.last


def _days_meet(interval: DateInterval | None, item: Plain) -> bool:
    wanted = DateInterval(first=item["first"], last=item["last"])
    return interval is not None and bool(interval.first and interval.last) and interval.overlaps(wanted)


def _place_fits(incident: Incident, wanted: str, found: Found) -> bool:
    """The place itself, something in it, or the town around it (not the province or the country)."""
    if incident.place is None:
        return False
    here = incident.place.id
    return here == wanted or wanted in found.within.get(here, ()) or here in tuple(found.within.get(wanted, ()))[:2]


def _answers(figure: Figure, item: Plain, outcome: str) -> bool:
    if figure.outcome != outcome or figure.incident or figure.place != item["place"]:
        return False
    return figure.interval is None or _days_meet(figure.interval, item)


def _overlap(count: Count, item: Plain) -> bool:
    high = float("inf") if count.high is None else count.high
    top = float("inf") if item["high"] is None else item["high"]
    return count.low <= top and item["low"] <= high


def _touches(claim: Claim, passage: str) -> bool:
    """Whether a claim's passage and one of the key are the same stretch of words, or one holds much of the other."""
    ours, theirs = _words(claim.passage.words), _words(passage)
    return len(ours & theirs) >= 0.5 * min(len(ours), len(theirs))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold())) - _SMALL_WORDS


def same_name(wanted: str, given: str) -> bool:
    """Most words in common, or one the initials of the other; never an office of the other state."""
    ours, theirs = _words(wanted), _words(given)
    states = [{_CAPITALS.get(word, word) for word in words} & {"vesmar", "torrund"} for words in (ours, theirs)]
    if all(states) and states[0] != states[1]:
        return False
    initials = "".join(word[0] for word in wanted.split() if word[0].isupper())
    return given == initials or len(ours & theirs) >= 0.6 * len(ours)


def _begins(kind: str, *families: str) -> bool:
    return kind.partition(".")[0] in families


def _language(key: Plain, file: str) -> str:
    return next((item["language"] for item in key["documents"] if item["file"] == file), "en")


def _victim_pairs(found: Found) -> set[frozenset[str]]:
    return {frozenset((_row(found, link.first), _row(found, link.second))) for link in found.analysis.casualties.links}


def _row(found: Found, reference: str) -> str:
    digest, _, line = reference.partition("#")
    return f"{found.files.get(digest, digest)}#{line}"
