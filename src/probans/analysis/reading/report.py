"""A text to its reading: sentences, typed spans, claims. Proposals only; people confirm them.

Takes a text, what its extraction says of it, the case's settings and the resources; gives a ``ReportReading``. The same
input gives the same reading, in time linear in the text.
"""

from collections.abc import Sequence
from dataclasses import replace

from probans.analysis.reading.attribution import Attribution
from probans.analysis.reading.claims import LASTING, WHOLE_WAR, Around, finish, make_claim
from probans.analysis.reading.context import country_of_paragraph, dates_before, place_before
from probans.analysis.reading.date_meanings import Context
from probans.analysis.reading.dates import follow
from probans.analysis.reading.discourse import Memory
from probans.analysis.reading.drafts import Draft, draft_claims
from probans.analysis.reading.front import Front, clean_title, day_of, read_front, span_list
from probans.analysis.reading.language import unread_passages
from probans.analysis.reading.lexicon import words
from probans.analysis.reading.lists import with_listed
from probans.analysis.reading.neutral import dates_in_digits, numbers_in_digits
from probans.analysis.reading.passage import Found, Sentence, is_mostly_capitals
from probans.analysis.reading.persons import people_counts
from probans.analysis.reading.places import PlaceFound, count_countries
from probans.analysis.reading.prepare import Prepared, prepare
from probans.analysis.reading.quotes import find_quotes, quote_at
from probans.analysis.reading.resources import Resources
from probans.analysis.reading.sentences import Stretch, split_part
from probans.analysis.reading.tokens import tokenise
from probans.model.agents import Tool
from probans.model.case import CaseSettings
from probans.model.claim import Claim, Mention, PlaceMention, Speaker, SpeakerRole
from probans.model.outcome import Outcome, Problem
from probans.model.reading import Reading, ReportReading, TextExtraction
from probans.model.when import DateInterval

_LYING = words("in near across inside throughout within into from to over , northern southern eastern western central")
_OWN_FORCES = words("forces troops soldiers army artillery aircraft military fighters units men drones navy jets")
_METONYM = frozenset({"by", "between", "with", "accused"})


def read_report(
    text: str,
    extraction: TextExtraction,
    *,
    settings: CaseSettings,
    resources: Resources,
    name: str,
    tool: Tool,
) -> ReportReading:
    """Read the claims of one text.

    ``name`` is the file's name, by which the case's outlets are recognised. What is not English is listed as not read,
    with a problem; it never gives a claim.
    """
    front = read_front(text)
    published = extraction.published or front.published
    outlet = _outlet(text, extraction, resources, name)
    foreign = unread_passages(text, front.body)
    sentences = _sentences(text, front, foreign)
    countries = count_countries(sentences, resources)
    prepared = _prepare_all(sentences, Context(published=day_of(published)), resources, countries)
    claims = _read_claims(prepared, extraction, resources, (outlet, front.agency, tool.id))
    return ReportReading(
        reading=_reading(extraction, tool, text, foreign),
        text=extraction.text,
        published=published,
        title=extraction.title or (clean_title(text[slice(*front.title)]) if front.title else ""),
        author=extraction.author or front.author,
        outlet=outlet.name,
        language=extraction.language or ("en" if sentences else settings.language if not text.strip() else ""),
        origin_hint=front.agency,
        body=span_list(text, front.body),
        sentences=tuple((sentence.start, sentence.end) for sentence in sentences),
        dates=(
            *(_date_mention(mention) for item in prepared for _, _, mention in item.dates),
            *dates_in_digits(text, foreign, day_of(published)),
        ),
        places=tuple(place.mention for item in prepared for place in item.places),
        numbers=(*(found for item in prepared for found in _numbers(item)), *numbers_in_digits(text, foreign)),
        not_read=span_list(text, foreign),
        claims=claims,
    )


def _reading(extraction: TextExtraction, tool: Tool, text: str, foreign: Sequence[tuple[int, int]]) -> Reading:
    exhibit = extraction.reading.exhibit
    problems: tuple[Problem, ...] = ()
    if foreign:
        told = f"{len(foreign)} passages are in a language that is not read; they give no claims."
        problems = (Problem(code="LANGUAGE-NOT-READ", where=exhibit, words=told),)
    outcome = Outcome.NOT_CHECKED if not text.strip() else Outcome.PASSED
    return Reading(exhibit=exhibit, tool=tool, outcome=outcome, problems=problems)


def _outlet(text: str, extraction: TextExtraction, resources: Resources, name: str) -> Speaker:
    """Who publishes: the case's outlet that the file's name, address or first lines show, else as extracted."""
    places = (name.lower(), extraction.url.lower(), extraction.outlet.lower(), text[:600].lower())
    for place in places:
        for outlet in resources.outlets:
            if any(sign.lower() in place for sign in outlet.match):
                role = (
                    SpeakerRole(outlet.kind)
                    if outlet.kind in {"agency", "office", "organisation"}
                    else SpeakerRole.OUTLET
                )
                return Speaker(name=outlet.name, role=role if role else SpeakerRole.OUTLET, rule="outlet.case")
    return Speaker(
        name=extraction.outlet, role=SpeakerRole.OUTLET, rule="outlet.extracted" if extraction.outlet else ""
    )


def _is_same(agency: str, outlet: Speaker, resources: Resources) -> bool:
    signs = [
        sign.strip("()").lower() for known in resources.outlets if known.name == outlet.name for sign in known.match
    ]
    return agency.lower() in {outlet.name.lower(), *signs}


def _sentences(text: str, front: Front, foreign: Sequence[tuple[int, int]]) -> tuple[Sentence, ...]:
    parts = (Stretch(start, end, number) for number, (start, end) in enumerate(front.body))
    foreign_set = frozenset(foreign)
    kept = [
        sentence
        for part in parts
        if (part.start, part.end) not in foreign_set
        for sentence in split_part(text, part.start, part.end, part.paragraph)
    ]
    return tuple(_sentence(text, part, index, front) for index, part in enumerate(kept))


def _sentence(text: str, part: Stretch, index: int, front: Front) -> Sentence:
    tokens = tokenise(text, part.start, part.end)
    title = front.title is not None and front.title[0] <= part.start < front.title[1]
    return Sentence(
        text,
        part.start,
        part.end,
        part.paragraph,
        index,
        tokens,
        is_mostly_capitals(tokens),
        title and _is_title_case(tokens),
    )


def _is_title_case(tokens: Sequence) -> bool:  # type: ignore[type-arg]
    long = [token for token in tokens if len(token.word) > 4 and token.word[0].isalpha()]
    return len(long) > 2 and sum(token.is_capital for token in long) > 0.8 * len(long)


def _prepare_all(
    sentences: Sequence[Sentence], context: Context, resources: Resources, countries: dict[str, float]
) -> list[Prepared]:
    prepared = []
    for sentence in sentences:
        if not sentence.tokens:
            continue
        item = prepare(sentence, context, resources, countries)
        context = follow(context, [mention for _, _, mention in item.dates])
        prepared.append(item)
    return with_listed(prepared)


def _read_claims(
    prepared: Sequence[Prepared],
    extraction: TextExtraction,
    resources: Resources,
    frame: tuple[Speaker, str, str],
) -> tuple[Claim, ...]:
    outlet, agency, reader = frame
    base: tuple[Speaker, ...] = (outlet,)
    if agency and not _is_same(agency, outlet, resources):
        base = (outlet, Speaker(name=agency, role=SpeakerRole.AGENCY, rule="agency.dateline"))
    spoken = _speakers_of(prepared, resources)
    drafts = [draft for item in prepared for draft in draft_claims(item)]
    for draft in drafts:
        draft.places = tuple(place for place in draft.places if _lies_there(draft, place))
    claims = []
    for index, draft in enumerate(drafts):
        chain = (*base, *_chain(draft, prepared, spoken))
        if len(chain) > len(base):
            draft.doers = draft.doers or _speaker_as_doer(draft, chain[-1], resources)
        resolved = any(mention.intervals for mention in draft.dates)
        alone = resolved or not draft.is_conduct or _tells_of_the_war(draft)
        dates = draft.dates if alone else dates_before(drafts, index)
        draft.carried = dates
        around = Around(
            exhibit=extraction.reading.exhibit,
            text=extraction.text,
            reader=reader,
            chain=chain,
            side=_side_of(chain, resources),
            places=_places(drafts, index, resources),
            dates=tuple(interval for mention in dates for interval in mention.intervals),
            date_spans=tuple(mention.span for mention in dates if mention.intervals),
        )
        claims.append(make_claim(draft, around))
    return finish(claims)


def _tells_of_the_war(draft: Draft) -> bool:
    """Whether a sentence sums up (*the offensive has killed ...*), so that it has no day of its own."""
    low = {token.low for token in draft.prepared.sentence.tokens[slice(*draft.reach)]}
    return bool(draft.tolls) and bool(low & WHOLE_WAR) and bool(low & {"has", "have"})


def _places(drafts: Sequence[Draft], index: int, resources: Resources) -> tuple[PlaceMention, ...]:
    draft = drafts[index]
    own = tuple(place.mention for place in draft.places)
    if own or not draft.is_conduct:
        return own
    lasting = any(
        mention.rule in LASTING and (interval.days or 99) > 10
        for mention in draft.dates
        for interval in mention.intervals[:1]
    )
    if lasting:
        country = country_of_paragraph(drafts, index, resources)
        return (country,) if country is not None else ()
    return tuple(replace(place.mention, rule="place.context.before") for place in place_before(drafts, index))


def _lies_there(draft: Draft, place: PlaceFound) -> bool:
    """Whether a place is where it happened rather than who acts."""
    sentence = draft.prepared.sentence
    level = place.mention.place.level if place.mention.place is not None else ""
    if sentence.low(place.first - 1) in _METONYM:
        return False
    before = sentence.low(place.first - 1)
    before = sentence.low(place.first - 2) if before == "the" else before
    if level == "country" and before not in _LYING:
        return False
    acting = any(doer.first <= place.first < doer.last for doer, _ in draft.doers)
    return not acting


def _speakers_of(
    prepared: Sequence[Prepared], resources: Resources
) -> dict[tuple[int, tuple[int, int]], tuple[Speaker, ...]]:
    """The speakers of every attribution of the text, read in order: (sentence, cue) to speakers."""
    memory = Memory(states={**resources.capitals, **resources.states})
    spoken = {}
    for item in prepared:
        memory.hear(item.sentence)
        for attribution in item.attributions:
            said = _said(item, attribution)
            spoken[item.sentence.index, attribution.cue] = memory.speakers(item.sentence, attribution, said)
        memory.close(item.sentence)
    return spoken


def _said(item: Prepared, attribution: Attribution) -> DateInterval | None:
    """The day of the saying: a date near the saying verb that is not part of what is said."""
    first, last = attribution.frame
    for at, _, mention in item.dates:
        near = first - 4 <= at <= last + 6
        if near and not attribution.covers(at) and len(mention.intervals) == 1:
            return mention.intervals[0]
    return None


def _chain(
    draft: Draft,
    prepared: Sequence[Prepared],
    spoken: dict[tuple[int, tuple[int, int]], tuple[Speaker, ...]],
) -> tuple[Speaker, ...]:
    index = draft.prepared.sentence.index
    found = [speaker for item in draft.speech for speaker in spoken.get((index, item.cue), ())]
    if found or draft.speech:
        return tuple(found) or _unnamed(draft)
    return _carried(draft, prepared, spoken)


def _speaker_as_doer(draft: Draft, speaker: Speaker, resources: Resources) -> tuple[tuple[Found, str], ...]:
    """*The ministry said its forces had struck ...*: the institution that speaks is the one that did it."""
    if not (draft.is_conduct and draft.triggers) or speaker.role not in {SpeakerRole.OFFICE, SpeakerRole.ORGANISATION}:
        return ()
    sentence, trigger = draft.prepared.sentence, draft.triggers[0]
    if trigger.form != "active":
        return ()
    for at in range(trigger.first - 1, max(draft.reach[0], trigger.first - 5) - 1, -1):
        low = sentence.low(at)
        if low in {"it", "we", "they"} or (low in {"its", "our", "their"} and sentence.low(at + 1) in _OWN_FORCES):
            last = at + 1 if low in {"it", "we", "they"} else at + 2
            code = _state_in(speaker.name, resources)
            return ((Found(at, last, speaker.name, code, "actor.speaker", at), "speaker"),)
        if low in {"that", ",", "was", "were", "been"}:
            return ()
    return ()


def _side_of(chain: Sequence[Speaker], resources: Resources) -> str:
    """The party or state of the innermost speaker: by its name, else the party of the outlet that is an office."""
    speaker = chain[-1]
    if len(chain) == 1 and speaker.role is not SpeakerRole.OFFICE:
        return ""
    named = _state_in(speaker.name, resources)
    return named or next((outlet.party for outlet in resources.outlets if outlet.name == speaker.name), "")


def _state_in(name: str, resources: Resources) -> str:
    """The party or state that a name contains, by name or adjective."""
    whole = resources.capitals.get(name.lower()) or resources.states.get(name.lower())
    if whole:
        return resources.party_of(whole)
    for word in name.replace("'s", "").split():
        state = resources.adjectives.get(word.lower()) or resources.states.get(word.lower())
        if state:
            return resources.party_of(state)
    return ""


def _unnamed(draft: Draft) -> tuple[Speaker, ...]:
    item = draft.speech[-1]
    sentence = draft.prepared.sentence
    cue = sentence.span(*item.cue)
    return (Speaker(name="unnamed", role=SpeakerRole.UNNAMED, cue=cue, rule=item.rule),)


def _carried(
    draft: Draft,
    prepared: Sequence[Prepared],
    spoken: dict[tuple[int, tuple[int, int]], tuple[Speaker, ...]],
) -> tuple[Speaker, ...]:
    """A sentence without a source takes that of its paragraph when the same office speaks before and after it."""
    here = draft.prepared.sentence
    quoted = _quoting(draft, prepared, spoken)
    if quoted:
        return tuple(replace(speaker, rule=f"{speaker.rule}.quote") for speaker in quoted)
    after = [
        speakers
        for item in prepared[here.index + 1 : here.index + 4]
        if item.sentence.paragraph == here.paragraph
        for attribution in item.attributions
        if (speakers := spoken.get((item.sentence.index, attribution.cue), ()))
    ]
    before = [
        speakers
        for item in prepared[max(0, here.index - 5) : here.index]
        for attribution in item.attributions
        if (speakers := spoken.get((item.sentence.index, attribution.cue), ()))
    ]
    if not after or not before:
        return ()
    names = {speaker.name for speaker in before[-1]}
    if not names & {speaker.name for speaker in after[0]}:
        return ()
    return tuple(replace(speaker, rule=f"{speaker.rule}.carried") for speaker in after[0])


def _quoting(
    draft: Draft,
    prepared: Sequence[Prepared],
    spoken: dict[tuple[int, tuple[int, int]], tuple[Speaker, ...]],
) -> tuple[Speaker, ...]:
    """Who speaks the quotation that a sentence without a source lies in: named in its paragraph or just before."""
    here = draft.prepared.sentence
    at = here.tokens[draft.triggers[0].first if draft.triggers else draft.tolls[0].first].start
    near = [item for item in prepared[max(0, here.index - 6) : here.index + 7] if _beside(item.sentence, here)]
    stretches = sorted(
        {(item.sentence.start, item.sentence.end) for item in near if item.sentence.paragraph == here.paragraph}
    )
    if not stretches or quote_at(find_quotes(here.text, [(stretches[0][0], stretches[-1][1])]), at) is None:
        return ()
    speakers = [
        (item.sentence.paragraph != here.paragraph, abs(item.sentence.index - here.index), found)
        for item in near
        for attribution in item.attributions
        if (found := spoken.get((item.sentence.index, attribution.cue), ()))
    ]
    return min(speakers, key=lambda entry: entry[:2])[2] if speakers else ()


def _beside(there: Sentence, here: Sentence) -> bool:
    return there.paragraph == here.paragraph or there.paragraph == here.paragraph - 1


def _date_mention(mention) -> Mention:  # type: ignore[no-untyped-def]
    days = "/".join(f"{interval.first}..{interval.last}" for interval in mention.intervals)
    return Mention(name=days or mention.span.words, span=mention.span, rule=mention.rule, code="date")


def _numbers(item: Prepared) -> list[Mention]:
    found = []
    for first, last, count, group in people_counts(item.sentence):
        found.append(Mention(name=str(count), span=item.sentence.span(first, last), rule="number.people", code=group))
    return found
