"""A case file made by hand from the invented conflict on Halvern: both sides, a third party, one Arabic text.

Every state, place, person, office and outlet is invented. ``case_file()`` is small and holds every kind of record;
``large_case(exhibits, claims)`` is wide.
"""

import hashlib
import io
import json
from dataclasses import replace

from PIL import Image, ImageFilter

from probans.evidence.custody.note import SignerKey, sign_checkpoint
from probans.model.agents import Tool
from probans.model.case import Allegation, CaseRecord, CaseSettings, Measure, Party, Referral
from probans.model.casefile import Analysis, CaseFile, TextBody
from probans.model.casualty import Casualties, CasualtyRecord, Contradiction, Figure, Report, VictimLink
from probans.model.claim import (
    Claim,
    CountClaim,
    Mention,
    PersonOutcome,
    PlaceMention,
    Scope,
    Span,
    Speaker,
    SpeakerRole,
    Stance,
)
from probans.model.counts import Count
from probans.model.decision import Decision
from probans.model.exhibit import Arrival, Exhibit, MediaKind
from probans.model.incident import (
    Apart,
    Appearance,
    Disagreement,
    FootageCopy,
    FootageLineage,
    Incident,
    Membership,
    Origin,
    OriginEdge,
    OriginFigure,
    SharedPassage,
    TextCopy,
)
from probans.model.law import Bearing, Bears, Cell, Crime, Element, ElementState, Matrix
from probans.model.outcome import Check, Outcome, Problem
from probans.model.reading import (
    FigureRow,
    FootageReading,
    MetadataField,
    Reading,
    ReportReading,
    TableReading,
    VictimRow,
)
from probans.model.when import DateInterval
from probans.model.where import Place

READER = Tool(name="probans.reading", version="1", settings_digest="5e" * 32)
LOOKER = Tool(name="probans.footage", version="1", settings_digest="7f" * 32)
TABLES = Tool(name="probans.tables", version="1", settings_digest="3a" * 32)
SIGNER = SignerKey(name="probans.example/HAL", seed=bytes(range(32)))

COURIER = """Shells hit Lantern Market in Kelmora; at least 21 dead

By a staff correspondent. Kelmora, 9 March 2031.

At least 21 people were killed and 64 injured when shells fell on Lantern Market in Kelmora on Sunday morning, the \
Kelmora emergency service said. Four of the dead were children, its spokeswoman Ilse Varn told the Courier.

The Office of the Prosecutor General of Vesmar said that the shells were fired by Torrundi artillery from the east \
bank of the Velna and that it has opened a criminal case. Vesmari investigators asked the Ministry of Defence of \
Torrund for the firing records of the day.
"""

SENTINEL = """Ministry: no Torrundi battery fired on Kelmora

Braskholm, 10 March 2031. The Ministry of Defence of Torrund denied on Monday that its artillery had shelled Kelmora. \
"None of our units fired towards the city on 9 March," a spokesman said. The ministry suggested that the explosion in \
Lantern Market was caused by ammunition that Vesmari forces had stored there.
"""

BUREAU = """KELMORA (CPB) - 19 bodies were counted by this agency in two mortuaries on Monday after Sunday's \
shelling of a market in Kelmora. Doctors said that more than 60 people were being treated. Two witnesses described \
three blasts within a minute; neither saw where the fire came from.
"""

GAZETTE = """Candrey: market shelling

19 bodies were counted by this agency in two mortuaries on Monday after Sunday's shelling of a market in Kelmora. \
Doctors said that more than 60 people were being treated.
"""

TORRUND_OFFICE = """Prosecutor-General's Office of Torrund. Statement of 16 March 2031.

On the night of 15 March 2031 Vesmari aircraft struck the District Hospital in Tarngard. Eleven patients and two \
nurses were killed; dozens were injured. The hospital was marked and its position had been given to Vesmar in January.
"""

ARABIC = """صدى الجنوب، بورت كاندري، ١٧ مارس ٢٠٣١

قال مكتب المدعي العام في تورند إن طائرات فيسمارية قصفت المستشفى في تارنغارد، وإن ١٣ شخصا قتلوا. \
ونفت وزارة الدفاع في فيسمار ذلك وقالت إن مركز قيادة كان بجوار المستشفى.
"""

SUMMARY = """Kelmora, six weeks on. Count Every Name, 20 April 2031.

Over 94 civilians were killed in Kelmora between 3 March and 19 April 2031, of them 26 in Lantern Market. We know the \
names of 71 of them. On the other bank of the Velna, in Tarngard and Hadrik, 38 to 41 civilians were killed.
"""


def digest(content: str | bytes) -> str:
    octets = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(octets).hexdigest()


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), words=words)


def day(iso: str, wording: str = "") -> DateInterval:
    return DateInterval(first=iso, last=iso, wording=wording)


def exactly(number: int, wording: str = "") -> Count:
    return Count(low=number, high=number, wording=wording or str(number))


KELMORA = Place(
    id="kelmora", name="Kelmora", latitude=-38.05, longitude=-17.02, radius_m=7000, country="Vesmar", within=("vesmar",)
)
MARKET = Place(
    id="kelmora-lantern-market",
    name="Lantern Market",
    latitude=-38.0514,
    longitude=-17.0262,
    radius_m=150,
    country="Vesmar",
    within=("kelmora", "vesmar"),
    alternates=("سوق الفوانيس",),
    level="point",
)
TARNGARD = Place(
    id="tarngard-hospital",
    name="Tarngard District Hospital",
    latitude=-37.704,
    longitude=-15.561,
    radius_m=200,
    country="Torrund",
    within=("tarngard", "torrund"),
    level="point",
)
VELNA = Place(
    id="velna", name="Velna", latitude=-37.9, longitude=-16.5, radius_m=60000, within=("halvern",), level="region"
)
HADRIK = Place(id="hadrik", name="Hadrik", latitude=-38.3, longitude=-15.85, radius_m=3000, country="Torrund")


def exhibit(number: int, name: str, content: str | bytes, kind: MediaKind, media_type: str) -> Exhibit:
    octets = content.encode() if isinstance(content, str) else content
    return Exhibit(
        sha256=digest(octets),
        number=f"HAL-{number:04}",
        size=len(octets),
        kind=kind,
        media_type=media_type,
        identified_by=("bytes", "name"),
        arrivals=(
            Arrival(
                log_index=number,
                received_at=f"2031-04-21T09:00:{number:02}.000000Z",
                path_raw=name.encode().hex(),
                path_nfc=name,
                received_by="R. Ameln",
            ),
        ),
        log_index=number,
    )


def working_copy(number: int, parent: Exhibit, text: str) -> Exhibit:
    made = exhibit(number, "", text + "\u200a", MediaKind.TEXT, "text/plain")
    tool = Tool(name="probans.documents", version="1", settings_digest="2b" * 32)
    return replace(made, sha256=digest(text), parent=parent.sha256, role="working copy", tool=tool, arrivals=())


_NAMES = (
    ("orlesk-courier-0309.html", COURIER),
    ("braskholm-sentinel-0310.html", SENTINEL),
    ("cpb-kelmora-0310.txt", BUREAU),
    ("harbour-gazette-0311.html", GAZETTE),
    ("torrund-prosecutor-general-0316.html", TORRUND_OFFICE),
    ("sada-al-janub-0317.html", ARABIC),
    ("count-every-name-0420.pdf", SUMMARY),
)
TEXT_EXHIBITS = tuple(
    exhibit(number, f"reports/{name}", f"<p>{text}</p>", MediaKind.HTML, "text/html")
    for number, (name, text) in enumerate(_NAMES, 1)
)
COPIES = tuple(
    working_copy(20 + number, parent, text)
    for number, (parent, (_, text)) in enumerate(zip(TEXT_EXHIBITS, _NAMES, strict=True))
)
VIDEO = exhibit(8, "footage/market-phone.mp4", b"phone" * 9000, MediaKind.VIDEO, "video/mp4")
MIRROR = exhibit(9, "footage/market-mirrored.mp4", b"mirror" * 5000, MediaKind.VIDEO, "video/mp4")
PICTURE = exhibit(10, "footage/tarngard-hospital.jpg", b"picture" * 700, MediaKind.IMAGE, "image/jpeg")
BROKEN = exhibit(11, "footage/cut off.mp4", b"cut", MediaKind.VIDEO, "video/mp4")
FIGURES = exhibit(12, "lists/figures.csv", "source,place,...", MediaKind.TABLE, "text/csv")
LIST_A = exhibit(13, "lists/count-every-name.csv", "name,age,...", MediaKind.TABLE, "text/csv")
LIST_B = exhibit(14, "lists/city-hall.csv", "Name;Age;...", MediaKind.TABLE, "text/csv")
EXHIBITS = (*TEXT_EXHIBITS, VIDEO, MIRROR, PICTURE, BROKEN, FIGURES, LIST_A, LIST_B, *COPIES)


def speaker(text: str, words: str, role: SpeakerRole, cue: str = "", medium: str = "") -> Speaker:
    return Speaker(
        name=words, role=role, span=span(text, words), cue=span(text, cue) if cue else None, medium=medium, rule="says"
    )


def outlet(name: str, role: SpeakerRole = SpeakerRole.OUTLET) -> Speaker:
    return Speaker(name=name, role=role, rule="outlet of the text")


def counted(
    text: str, outcome: PersonOutcome, count: Count, words: str, group: str = "", part: int | None = None
) -> CountClaim:
    return CountClaim(
        outcome=outcome, count=count, span=span(text, words), group=group, subset_of=part, rule="number + verb"
    )


def place_of(text: str, words: str, place: Place | None) -> PlaceMention:
    return PlaceMention(span=span(text, words), name=words, place=place, rule="gazetteer")


def mention(text: str, words: str, code: str = "") -> Mention:
    return Mention(name=words, span=span(text, words), rule="phrase", code=code)


C1 = Claim(
    id="c-courier-toll",
    exhibit=TEXT_EXHIBITS[0].sha256,
    text=COPIES[0].sha256,
    passage=span(
        COURIER,
        "At least 21 people were killed and 64 injured when shells fell on Lantern Market in Kelmora "
        "on Sunday morning, "
        "the Kelmora emergency service said. Four of the dead were children, its spokeswoman Ilse "
        "Varn told the Courier.",
    ),
    kind="shelling",
    trigger=span(COURIER, "shells fell"),
    chain=(
        outlet("Orlesk Courier"),
        speaker(COURIER, "the Kelmora emergency service", SpeakerRole.OFFICE, "said"),
        speaker(COURIER, "Ilse Varn", SpeakerRole.SPOKESPERSON, "told"),
    ),
    dates=(day("2031-03-09", "Sunday morning"),),
    date_spans=(span(COURIER, "Sunday morning"),),
    places=(place_of(COURIER, "Lantern Market", MARKET), place_of(COURIER, "Kelmora", KELMORA)),
    weapons=(mention(COURIER, "shells", "artillery"),),
    targets=(mention(COURIER, "Lantern Market", "market"),),
    victims=(mention(COURIER, "people"),),
    counts=(
        counted(COURIER, PersonOutcome.KILLED, Count(low=21, high=None, wording="At least 21"), "At least 21"),
        counted(COURIER, PersonOutcome.INJURED, exactly(64), "64"),
        counted(COURIER, PersonOutcome.KILLED, exactly(4, "Four of the dead"), "Four of the dead", "children", 0),
    ),
    explanation=("number + people + killed", "the saying verb follows the sentence", "Sunday before the dateline"),
    score=0.82,
    probability=0.9,
    reader=READER.id,
)
C2 = Claim(
    id="c-courier-author",
    exhibit=TEXT_EXHIBITS[0].sha256,
    text=COPIES[0].sha256,
    passage=span(
        COURIER,
        "The Office of the Prosecutor General of Vesmar said that the shells were fired by Torrundi "
        "artillery from the east "
        "bank of the Velna and that it has opened a criminal case.",
    ),
    kind="shelling",
    stance=Stance.ALLEGES,
    chain=(
        outlet("Orlesk Courier"),
        speaker(COURIER, "The Office of the Prosecutor General of Vesmar", SpeakerRole.OFFICE, "said"),
    ),
    dates=(day("2031-03-09"),),
    places=(place_of(COURIER, "Velna", VELNA),),
    alleged_perpetrators=(mention(COURIER, "Torrundi artillery", "torrund"),),
    weapons=(mention(COURIER, "artillery", "artillery"),),
    score=0.7,
    reader=READER.id,
)
C3 = Claim(
    id="c-courier-request",
    exhibit=TEXT_EXHIBITS[0].sha256,
    text=COPIES[0].sha256,
    passage=span(
        COURIER, "Vesmari investigators asked the Ministry of Defence of Torrund for the firing records of the day."
    ),
    kind="request",
    about_kind="shelling",
    chain=(outlet("Orlesk Courier"),),
    addressee="Ministry of Defence of Torrund",
    score=0.6,
    reader=READER.id,
)
C4 = Claim(
    id="c-sentinel-denial",
    exhibit=TEXT_EXHIBITS[1].sha256,
    text=COPIES[1].sha256,
    passage=span(
        SENTINEL,
        "The Ministry of Defence of Torrund denied on Monday that its artillery had shelled Kelmora. "
        '"None of our units fired towards the city on 9 March," a spokesman said.',
    ),
    kind="shelling",
    stance=Stance.DENIES,
    chain=(
        outlet("Braskholm Sentinel"),
        speaker(SENTINEL, "The Ministry of Defence of Torrund", SpeakerRole.OFFICE, "denied"),
        speaker(SENTINEL, "a spokesman", SpeakerRole.UNNAMED, "said"),
    ),
    dates=(day("2031-03-09", "9 March"),),
    places=(place_of(SENTINEL, "Kelmora", KELMORA),),
    alleged_perpetrators=(mention(SENTINEL, "its artillery", "torrund"),),
    score=0.88,
    reader=READER.id,
)
C5 = Claim(
    id="c-sentinel-store",
    exhibit=TEXT_EXHIBITS[1].sha256,
    text=COPIES[1].sha256,
    passage=span(
        SENTINEL,
        "The ministry suggested that the explosion in Lantern Market was caused by ammunition that "
        "Vesmari forces had stored "
        "there.",
    ),
    kind="explosion",
    stance=Stance.DISPUTES,
    chain=(outlet("Braskholm Sentinel"), speaker(SENTINEL, "The ministry", SpeakerRole.OFFICE, "suggested")),
    places=(place_of(SENTINEL, "Lantern Market", MARKET),),
    alleged_perpetrators=(mention(SENTINEL, "Vesmari forces", "vesmar"),),
    score=0.64,
    reader=READER.id,
)
C6 = Claim(
    id="c-bureau-bodies",
    exhibit=TEXT_EXHIBITS[2].sha256,
    text=COPIES[2].sha256,
    passage=span(
        BUREAU,
        "19 bodies were counted by this agency in two mortuaries on Monday after Sunday's shelling "
        "of a market in Kelmora. "
        "Doctors said that more than 60 people were being treated.",
    ),
    kind="shelling",
    stance=Stance.CONFIRMS,
    chain=(
        outlet("Candrey Press Bureau", SpeakerRole.AGENCY),
        speaker(BUREAU, "Doctors", SpeakerRole.WITNESS, "said"),
    ),
    dates=(day("2031-03-09", "Sunday's"),),
    places=(place_of(BUREAU, "Kelmora", KELMORA),),
    counts=(
        counted(BUREAU, PersonOutcome.KILLED, exactly(19, "19 bodies"), "19 bodies"),
        counted(BUREAU, PersonOutcome.INJURED, Count(low=61, high=None, wording="more than 60"), "more than 60"),
    ),
    footage=(mention(BUREAU, "two mortuaries"),),
    score=0.91,
    reader=READER.id,
)
C7 = Claim(
    id="c-gazette-bodies",
    exhibit=TEXT_EXHIBITS[3].sha256,
    text=COPIES[3].sha256,
    passage=span(
        GAZETTE,
        "19 bodies were counted by this agency in two mortuaries on Monday after Sunday's shelling "
        "of a market in Kelmora.",
    ),
    kind="shelling",
    stance=Stance.CONFIRMS,
    chain=(outlet("Harbour Gazette"),),
    dates=(day("2031-03-09", "Sunday's"),),
    places=(place_of(GAZETTE, "Kelmora", KELMORA),),
    counts=(counted(GAZETTE, PersonOutcome.KILLED, exactly(19, "19 bodies"), "19 bodies"),),
    score=0.9,
    reader=READER.id,
)
C8 = Claim(
    id="c-torrund-hospital",
    exhibit=TEXT_EXHIBITS[4].sha256,
    text=COPIES[4].sha256,
    passage=span(
        TORRUND_OFFICE,
        "On the night of 15 March 2031 Vesmari aircraft struck the District Hospital in Tarngard. "
        "Eleven patients and two "
        "nurses were killed; dozens were injured.",
    ),
    kind="air-strike",
    stance=Stance.ALLEGES,
    chain=(outlet("Prosecutor-General's Office of Torrund", SpeakerRole.OFFICE),),
    dates=(DateInterval(first="2031-03-15", last="2031-03-16", wording="the night of 15 March 2031"),),
    places=(place_of(TORRUND_OFFICE, "District Hospital in Tarngard", TARNGARD),),
    alleged_perpetrators=(mention(TORRUND_OFFICE, "Vesmari aircraft", "vesmar"),),
    weapons=(mention(TORRUND_OFFICE, "aircraft", "air"),),
    targets=(mention(TORRUND_OFFICE, "District Hospital", "hospital"),),
    counts=(
        counted(
            TORRUND_OFFICE,
            PersonOutcome.KILLED,
            exactly(13, "Eleven patients and two nurses"),
            "Eleven patients and two nurses",
        ),
        counted(
            TORRUND_OFFICE,
            PersonOutcome.INJURED,
            Count(low=2, high=None, wording="dozens", vague=True, usual_low=24, usual_high=99),
            "dozens",
        ),
    ),
    score=0.86,
    reader=READER.id,
)
C9 = Claim(
    id="c-sada-hospital",
    exhibit=TEXT_EXHIBITS[5].sha256,
    text=COPIES[5].sha256,
    passage=span(
        ARABIC, "قال مكتب المدعي العام في تورند إن طائرات فيسمارية قصفت المستشفى في تارنغارد، وإن ١٣ شخصا قتلوا."
    ),
    kind="air-strike",
    stance=Stance.ALLEGES,
    chain=(outlet("صدى الجنوب"), speaker(ARABIC, "مكتب المدعي العام في تورند", SpeakerRole.OFFICE, "قال")),
    dates=(DateInterval(first="2031-03-15", last="2031-03-17", wording="before 17 March"),),
    places=(place_of(ARABIC, "تارنغارد", TARNGARD),),
    alleged_perpetrators=(mention(ARABIC, "طائرات فيسمارية", "vesmar"),),
    counts=(counted(ARABIC, PersonOutcome.KILLED, exactly(13, "١٣ شخصا"), "١٣ شخصا"),),
    score=0.5,
    reader=READER.id,
)
C10 = Claim(
    id="c-sada-denial",
    exhibit=TEXT_EXHIBITS[5].sha256,
    text=COPIES[5].sha256,
    passage=span(ARABIC, "ونفت وزارة الدفاع في فيسمار ذلك وقالت إن مركز قيادة كان بجوار المستشفى."),
    kind="air-strike",
    stance=Stance.DENIES,
    chain=(outlet("صدى الجنوب"), speaker(ARABIC, "وزارة الدفاع في فيسمار", SpeakerRole.OFFICE, "ونفت")),
    places=(place_of(ARABIC, "المستشفى", TARNGARD),),
    score=0.5,
    reader=READER.id,
)
C11 = Claim(
    id="c-names-total",
    exhibit=TEXT_EXHIBITS[6].sha256,
    text=COPIES[6].sha256,
    passage=span(
        SUMMARY,
        "Over 94 civilians were killed in Kelmora between 3 March and 19 April 2031, of them 26 in Lantern Market.",
    ),
    kind="killing",
    chain=(outlet("Count Every Name", SpeakerRole.ORGANISATION),),
    dates=(DateInterval(first="2031-03-03", last="2031-04-19", wording="between 3 March and 19 April 2031"),),
    places=(place_of(SUMMARY, "Kelmora", KELMORA),),
    counts=(
        counted(SUMMARY, PersonOutcome.KILLED, Count(low=95, high=None, wording="Over 94"), "Over 94", "civilians"),
        counted(SUMMARY, PersonOutcome.KILLED, exactly(26), "26", "civilians", 0),
    ),
    scope=Scope.TOTAL,
    score=0.93,
    reader=READER.id,
)
C12 = Claim(
    id="c-names-east",
    exhibit=TEXT_EXHIBITS[6].sha256,
    text=COPIES[6].sha256,
    passage=span(SUMMARY, "On the other bank of the Velna, in Tarngard and Hadrik, 38 to 41 civilians were killed."),
    kind="killing",
    chain=(outlet("Count Every Name", SpeakerRole.ORGANISATION),),
    dates=(DateInterval(first="2031-03-03", last="2031-04-19"),),
    places=(place_of(SUMMARY, "Tarngard", TARNGARD), place_of(SUMMARY, "Hadrik", HADRIK)),
    counts=(
        counted(SUMMARY, PersonOutcome.KILLED, Count(low=38, high=41, wording="38 to 41"), "38 to 41", "civilians"),
    ),
    scope=Scope.TOTAL,
    score=0.9,
    reader=READER.id,
)
CLAIMS = (C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12)

ORIGINS = (
    Origin(id="o-emergency", name="Kelmora emergency service", kind="office", party="Vesmar"),
    Origin(id="o-vesmar-prosecutor", name="Office of the Prosecutor General of Vesmar", kind="office", party="Vesmar"),
    Origin(id="o-torrund-defence", name="Ministry of Defence of Torrund", kind="office", party="Torrund"),
    Origin(id="o-cpb", name="Candrey Press Bureau", kind="agency", party="third party"),
    Origin(id="o-torrund-prosecutor", name="Prosecutor-General's Office of Torrund", kind="office", party="Torrund"),
    Origin(id="o-vesmar-defence", name="Ministry of Defence of Vesmar", kind="office", party="Vesmar"),
    Origin(id="o-names", name="Count Every Name", kind="organisation", party="third party"),
)
_GOES_HOME = {
    "o-emergency": ((C1, "the innermost speaker named is the emergency service"),),
    "o-vesmar-prosecutor": ((C2, "the innermost speaker named is the office"), (C3, "same text, same office")),
    "o-torrund-defence": ((C4, "the innermost speaker named is the ministry"), (C5, "the ministry again")),
    "o-cpb": ((C6, "own count of the agency"), (C7, "the passage is the agency's, word for word")),
    "o-torrund-prosecutor": ((C8, "statement of the office"), (C9, "the newspaper names the office")),
    "o-vesmar-defence": ((C10, "the newspaper names the ministry"),),
    "o-names": ((C11, "own count of the organisation"), (C12, "own count of the organisation")),
}
EDGES = tuple(
    OriginEdge(claim=claim.id, origin=origin, because=(why,))
    for origin, pairs in _GOES_HOME.items()
    for claim, why in pairs
)

MARKET_INCIDENT = Incident(
    id="i-market",
    number="I-1",
    kind="shelling",
    title="Shelling of Lantern Market, Kelmora",
    interval=day("2031-03-09"),
    place=MARKET,
    place_name="Lantern Market",
    alleged_perpetrators=("Torrundi artillery (by the Office of the Prosecutor General of Vesmar)",),
    weapons=("artillery",),
    claims=(C1.id, C2.id, C4.id, C5.id, C6.id, C7.id),
    footage=(VIDEO.sha256, MIRROR.sha256),
    members=(
        Membership(member=C1.id, reasons=("names Lantern Market", "9 March 2031", "shelling")),
        Membership(member=C4.id, reasons=("Kelmora contains Lantern Market", "9 March 2031", "denies the shelling")),
        Membership(member=C6.id, reasons=("a market in Kelmora", "the Sunday before 10 March 2031")),
        Membership(member=VIDEO.sha256, reasons=("captured on 9 March 2031", "coordinates 80 m from Lantern Market")),
    ),
    origins=("o-emergency", "o-vesmar-prosecutor", "o-torrund-defence", "o-cpb"),
    outlets=4,
    figures=(
        OriginFigure(
            origin="o-emergency",
            outcome="killed",
            group="",
            count=Count(low=21, high=None, wording="At least 21"),
            claims=(C1.id,),
            as_of="2031-03-09",
            superseded=((C1.id, Count(low=17, high=None, wording="at least 17")),),
        ),
        OriginFigure(
            origin="o-emergency", outcome="injured", group="", count=exactly(64), claims=(C1.id,), as_of="2031-03-09"
        ),
        OriginFigure(
            origin="o-cpb",
            outcome="killed",
            group="",
            count=exactly(19, "19 bodies"),
            claims=(C6.id, C7.id),
            as_of="2031-03-10",
        ),
    ),
    killed=Count(low=19, high=None, wording="19 bodies; At least 21"),
    injured=Count(low=61, high=64),
    disagreements=(
        Disagreement(
            about="count", positions=(("at least 21 killed", (C1.id,)), ("19 bodies counted", (C6.id, C7.id)))
        ),
        Disagreement(
            about="author",
            positions=(("Torrundi artillery", (C2.id,)), ("ammunition stored by Vesmari forces", (C5.id,))),
        ),
    ),
    denials=(C4.id,),
    grade="corroborated by separate origins, contested",
    grade_rule="two or more independent origins that belong to different parties, and at least one denial",
    decided=("d-1",),
)
HOSPITAL_INCIDENT = Incident(
    id="i-hospital",
    number="I-2",
    kind="air-strike",
    title="Air strike on the District Hospital, Tarngard",
    interval=DateInterval(first="2031-03-15", last="2031-03-16"),
    place=TARNGARD,
    place_name="Tarngard District Hospital",
    alleged_perpetrators=("Vesmari aircraft (by the Prosecutor-General's Office of Torrund)",),
    weapons=("aircraft",),
    claims=(C8.id, C9.id, C10.id),
    footage=(PICTURE.sha256,),
    members=(
        Membership(member=C8.id, reasons=("names the District Hospital in Tarngard", "15 to 16 March 2031")),
        Membership(member=C9.id, reasons=("names the hospital in Tarngard", "same office as source")),
    ),
    origins=("o-torrund-prosecutor", "o-vesmar-defence"),
    outlets=2,
    figures=(
        OriginFigure(
            origin="o-torrund-prosecutor",
            outcome="killed",
            group="",
            count=exactly(13),
            claims=(C8.id, C9.id),
            as_of="2031-03-16",
        ),
    ),
    killed=exactly(13),
    injured=Count(low=2, high=None, wording="dozens", vague=True, usual_low=24, usual_high=99),
    disagreements=(
        Disagreement(
            about="whether the hospital was the target",
            positions=(("struck", (C8.id, C9.id)), ("a command post stood beside it", (C10.id,))),
        ),
    ),
    denials=(C10.id,),
    grade="single origin, contested",
    grade_rule="one independent origin for the act, and at least one denial",
)
RIVER_INCIDENT = Incident(
    id="i-river",
    number="I-3",
    kind="shelling",
    title="Shelling on the east bank of the Velna",
    interval=DateInterval(first="2031-03-20", last="2031-03-28", wording="in the last third of March"),
    place=VELNA,
    place_name="Velna",
    claims=(C12.id,),
    origins=("o-names",),
    outlets=1,
    killed=None,
    injured=None,
    grade="single origin",
    grade_rule="one independent origin, no denial",
)
UNPLACED_INCIDENT = replace(
    RIVER_INCIDENT,
    id="i-farm",
    number="I-4",
    title="Shots at a farm that no source places",
    kind="killing",
    interval=None,
    place=None,
    place_name="the Ollersen farm",
    claims=(),
)

KILLED = "killed"
CASE_PERIOD = DateInterval(first="2031-03-03", last="2031-04-19")
REPORTS = (
    Report(
        id="r-city",
        place="kelmora",
        place_name="Kelmora",
        within=("vesmar",),
        interval=CASE_PERIOD,
        dates=(),
        outcome=KILLED,
        group="civilians",
        count=Count(low=95, high=None, wording="Over 94"),
        origin="o-names",
        claims=(C11.id,),
        scope="total",
        as_of="2031-04-20",
    ),
    Report(
        id="r-market",
        place="kelmora-lantern-market",
        place_name="Lantern Market",
        within=("kelmora", "vesmar"),
        interval=day("2031-03-09"),
        dates=(day("2031-03-09"),),
        outcome=KILLED,
        group="civilians",
        count=exactly(26),
        origin="o-names",
        claims=(C11.id,),
        incident="i-market",
        part_of="r-city",
        as_of="2031-04-20",
    ),
    Report(
        id="r-bodies",
        place="kelmora-lantern-market",
        place_name="Lantern Market",
        within=("kelmora", "vesmar"),
        interval=day("2031-03-09"),
        dates=(day("2031-03-09"),),
        outcome=KILLED,
        group="",
        count=exactly(19, "19 bodies"),
        origin="o-cpb",
        claims=(C6.id, C7.id),
        incident="i-market",
        as_of="2031-03-10",
    ),
    Report(
        id="r-hospital",
        place="tarngard-hospital",
        place_name="Tarngard District Hospital",
        within=("tarngard", "torrund"),
        interval=DateInterval(first="2031-03-15", last="2031-03-16"),
        dates=(),
        outcome=KILLED,
        group="",
        count=exactly(13),
        origin="o-torrund-prosecutor",
        claims=(C8.id, C9.id),
        incident="i-hospital",
        as_of="2031-03-16",
    ),
    Report(
        id="r-table",
        place="hadrik",
        place_name="Hadrik",
        within=("torrund",),
        interval=CASE_PERIOD,
        dates=(),
        outcome=KILLED,
        group="civilians",
        count=Count(low=25, high=28, wording="25-28"),
        origin="o-names",
        claims=(f"{FIGURES.sha256}#2",),
        scope="total",
    ),
)
CASUALTIES = Casualties(
    reports=REPORTS,
    figures=(
        Figure(
            id="f-all",
            label="Killed, all places, 3 March to 19 April 2031",
            place="",
            interval=CASE_PERIOD,
            outcome=KILLED,
            group="",
            count=Count(low=133, high=None),
            low_by=("r-city", "r-hospital", "r-table"),
            high_by=(),
            reports=("r-city", "r-hospital", "r-table"),
            parts=("f-kelmora", "f-tarngard", "f-hadrik"),
            elsewhere=Count(low=0, high=None),
        ),
        Figure(
            id="f-kelmora",
            label="Killed in Kelmora, whole period",
            place="kelmora",
            interval=CASE_PERIOD,
            outcome=KILLED,
            group="civilians",
            count=Count(low=95, high=None),
            low_by=("r-city",),
            high_by=(),
            reports=("r-city",),
            parts=("f-market",),
            elsewhere=Count(low=69, high=None),
        ),
        Figure(
            id="f-market",
            label="Killed in Lantern Market, 9 March 2031",
            place="kelmora-lantern-market",
            interval=day("2031-03-09"),
            outcome=KILLED,
            group="",
            count=Count(low=19, high=26),
            low_by=("r-bodies",),
            high_by=("r-market",),
            reports=("r-market", "r-bodies"),
            alternatives=((exactly(26), ("r-market",)), (exactly(19), ("r-bodies",))),
            incident="i-market",
        ),
        Figure(
            id="f-tarngard",
            label="Killed in the District Hospital, Tarngard",
            place="tarngard-hospital",
            interval=DateInterval(first="2031-03-15", last="2031-03-16"),
            outcome=KILLED,
            group="",
            count=exactly(13),
            low_by=("r-hospital",),
            high_by=("r-hospital",),
            reports=("r-hospital",),
            incident="i-hospital",
        ),
        Figure(
            id="f-hadrik",
            label="Killed in Hadrik, whole period",
            place="hadrik",
            interval=CASE_PERIOD,
            outcome=KILLED,
            group="civilians",
            count=Count(low=25, high=28),
            low_by=("r-table",),
            high_by=("r-table",),
            reports=("r-table",),
        ),
        Figure(
            id="f-injured",
            label="Injured, all places, 3 March to 19 April 2031",
            place="",
            interval=CASE_PERIOD,
            outcome="injured",
            group="",
            count=Count(low=63, high=None),
            low_by=(),
            high_by=(),
        ),
    ),
    contradictions=(
        Contradiction(
            outcome=KILLED,
            reports=("r-market", "r-bodies"),
            words="26 killed and 19 killed in Lantern Market on 9 March 2031 cannot both be the whole number.",
            multipliers=(("r-market at least", 1), ("r-bodies at most", 1)),
        ),
    ),
    people=(
        CasualtyRecord(
            id="p-1",
            names=("Maren Osk", "Osk, Marren"),
            ages=("34", "35"),
            places=("Lantern Market",),
            dates=("2031-03-09", "9.3.2031"),
            fate=("killed",),
            rows=(f"{LIST_A.sha256}#2", f"{LIST_B.sha256}#3"),
            lists=("Count Every Name", "City Hall of Kelmora"),
            incident="i-market",
        ),
        CasualtyRecord(
            id="p-2",
            names=("Teodor Hallic",),
            ages=("61",),
            places=("Kelmora",),
            dates=("2031-03-11",),
            fate=("killed",),
            rows=(f"{LIST_A.sha256}#3",),
            lists=("Count Every Name",),
            proposed=False,
        ),
    ),
    links=(
        VictimLink(
            first=f"{LIST_A.sha256}#2",
            second=f"{LIST_B.sha256}#3",
            score=11.4,
            reasons=("same family name", "given names one letter apart", "same day", "ages one year apart"),
        ),
        VictimLink(
            first=f"{LIST_A.sha256}#3",
            second=f"{LIST_B.sha256}#2",
            score=2.1,
            reasons=("same day",),
            judgement="different",
        ),
    ),
    rule="tightest range that all accepted reports allow; reports that conflict are kept apart, never averaged",
)

CRIMES = (
    Crime(
        id="rs-8-2-b-iv",
        instrument="Rome Statute",
        article="8(2)(b)(iv)",
        title="Attack that causes excessive harm to civilians",
        conflict="international",
        elements=(
            Element(id="e1", words="An attack was launched.", sort="conduct"),
            Element(
                id="e2",
                words="The attack was such as to harm civilians clearly in excess of the military advantage.",
                sort="circumstance",
            ),
            Element(id="e3", words="The attacker knew of this.", sort="mental", note="Rarely found in reports."),
            Element(id="e4", words="It took place in an international armed conflict.", sort="context"),
        ),
        conduct_kinds=("shelling",),
        source="Elements of Crimes",
    ),
    Crime(
        id="rs-8-2-b-ix",
        instrument="Rome Statute",
        article="8(2)(b)(ix)",
        title="Attack on a hospital",
        conflict="international",
        elements=(
            Element(id="e1", words="An attack was directed at a hospital.", sort="conduct"),
            Element(id="e2", words="The hospital was not a military objective.", sort="circumstance"),
        ),
        note="A hospital loses protection only under strict conditions.",
    ),
)
MATRICES = (
    Matrix(
        crime="rs-8-2-b-iv",
        incident="i-market",
        why_proposed="shelling of a market with people killed",
        cells=(
            Cell(
                element="e1",
                state=ElementState.CONTESTED,
                supports=(
                    Bears(material=C2.id, bearing=Bearing.INCRIMINATING, reason="says that artillery fired"),
                    Bears(
                        material=VIDEO.sha256,
                        bearing=Bearing.INCRIMINATING,
                        reason="footage of the place and day",
                        decision="d-1",
                    ),
                ),
                contradicts=(Bears(material=C4.id, bearing=Bearing.EXCULPATORY, reason="denies that any unit fired"),),
            ),
            Cell(
                element="e2",
                state=ElementState.SOME,
                supports=(Bears(material=C1.id, bearing=Bearing.INCRIMINATING, reason="a market on a Sunday morning"),),
                missing="what stood in or near the market",
            ),
            Cell(
                element="e3",
                state=ElementState.NOTHING_FOUND,
                missing="orders, target lists, what the battery could see",
            ),
            Cell(element="e4", state=ElementState.NOT_LOOKED_FOR, missing="context is a matter for people"),
        ),
    ),
    Matrix(
        crime="rs-8-2-b-ix",
        incident="i-hospital",
        why_proposed="air strike, target: hospital",
        cells=(
            Cell(
                element="e1",
                state=ElementState.SOME,
                supports=(
                    Bears(
                        material=C8.id, bearing=Bearing.INCRIMINATING, reason="says that aircraft struck the hospital"
                    ),
                ),
            ),
            Cell(
                element="e2",
                state=ElementState.CONTESTED,
                supports=(Bears(material=C8.id, bearing=Bearing.INCRIMINATING, reason="says that it was marked"),),
                contradicts=(
                    Bears(
                        material=C10.id, bearing=Bearing.EXCULPATORY, reason="says that a command post stood beside it"
                    ),
                ),
            ),
        ),
    ),
)


def _poster(shade: tuple[int, int, int]) -> bytes:
    picture = Image.new("RGB", (96, 54), (70, 74, 80))
    picture.paste(shade, (10, 20, 60, 50))
    picture.paste((180, 170, 150), (55, 8, 90, 30))
    octets = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(9)).save(octets, "JPEG", quality=60)
    return octets.getvalue()


POSTERS = tuple((digest(octets), octets) for octets in (_poster((150, 90, 70)), _poster((70, 90, 150))))
FOOTAGE = (
    FootageReading(
        reading=Reading(exhibit=VIDEO.sha256, tool=LOOKER, outcome=Outcome.PASSED),
        container="mov,mp4",
        width=1920,
        height=1080,
        duration_ms=47250,
        video_codec="h264",
        audio_codec="aac",
        frame_rate="30000/1001",
        rotation=90,
        captured=day("2031-03-09"),
        captured_raw="2031-03-09T10:41:07+01:00",
        captured_zone="+01:00",
        latitude=-38.0521,
        longitude=-17.0259,
        fields=(
            MetadataField(
                group="moov",
                name="creation_time",
                raw="2031-03-09T09:41:07Z",
                normalised="2031-03-09T09:41:07Z",
                tool="av/18",
            ),
            MetadataField(group="moov", name="com.apple.quicktime.make", raw="Orphel", tool="av/18"),
            MetadataField(
                group="moov",
                name="location",
                raw="-38.0521-017.0259/",
                normalised="-38.0521, -17.0259",
                note="precision not stated",
                tool="av/18",
            ),
        ),
        poster=POSTERS[0][0],
        sampling="one frame a second and at every cut: 52 frames",
        decoded=1416,
        frames_seen=1416,
    ),
    FootageReading(
        reading=Reading(exhibit=MIRROR.sha256, tool=LOOKER, outcome=Outcome.PASSED),
        container="mov,mp4",
        width=1280,
        height=720,
        duration_ms=30100,
        video_codec="h264",
        frame_rate="25",
        captured=day("2031-03-11"),
        captured_raw="2031:03:11 18:02:00",
        poster=POSTERS[1][0],
        sampling="one frame a second: 31 frames",
        decoded=752,
        frames_seen=752,
    ),
    FootageReading(
        reading=Reading(exhibit=PICTURE.sha256, tool=LOOKER, outcome=Outcome.PASSED),
        container="jpeg",
        width=4032,
        height=3024,
        fields=(MetadataField(group="EXIF", name="Software", raw="PicTool 3", tool="pillow/13"),),
    ),
    FootageReading(
        reading=Reading(
            exhibit=BROKEN.sha256,
            tool=LOOKER,
            outcome=Outcome.FAILED,
            problems=(Problem(code="VIDEO-TRUNCATED", where=BROKEN.sha256, words="The file ends before its index."),),
        ),
    ),
)
TABLES_READ = (
    TableReading(
        reading=Reading(exhibit=FIGURES.sha256, tool=TABLES, outcome=Outcome.PASSED),
        purpose="figures",
        columns=("source", "place", "from", "to", "outcome", "group", "number"),
        figures=(
            FigureRow(
                line=2,
                source="Count Every Name",
                place="Hadrik",
                first="2031-03-03",
                last="2031-04-19",
                outcome="killed",
                group="civilians",
                low=25,
                high=28,
                wording="25-28",
            ),
        ),
    ),
    TableReading(
        reading=Reading(exhibit=LIST_A.sha256, tool=TABLES, outcome=Outcome.PASSED),
        purpose="victims",
        columns=("name", "age", "place", "date", "fate"),
        list_name="Count Every Name",
        victims=(
            VictimRow(
                line=2, name="Maren Osk", age="34", sex="f", place="Lantern Market", date="2031-03-09", fate="killed"
            ),
            VictimRow(
                line=3,
                name="Teodor Hallic",
                age="61",
                place="Kelmora",
                date="2031-03-11",
                fate="killed",
                other=(("trade", "tram driver"),),
            ),
        ),
    ),
    TableReading(
        reading=Reading(exhibit=LIST_B.sha256, tool=TABLES, outcome=Outcome.PASSED),
        purpose="victims",
        list_name="City Hall of Kelmora",
        victims=(
            VictimRow(line=2, name="Hallik, T.", date="11.3.2031", fate="injured"),
            VictimRow(line=3, name="Osk, Marren", age="35", place="Lantern Market", date="9.3.2031", fate="killed"),
        ),
    ),
)

BASEMAP = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": "country", "name": "Vesmar"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [
                        [
                            [-19.6, -37.2],
                            [-18.4, -36.4],
                            [-16.6, -36.4],
                            [-16.4, -37.4],
                            [-16.6, -38.4],
                            [-16.5, -39.6],
                            [-18.2, -39.3],
                            [-19.4, -38.4],
                            [-19.6, -37.2],
                        ]
                    ],
                },
            },
            {
                "type": "Feature",
                "properties": {"kind": "country", "name": "Torrund"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [
                        [
                            [-16.6, -36.4],
                            [-15.2, -36.3],
                            [-13.8, -37.2],
                            [-13.6, -38.6],
                            [-15.0, -39.4],
                            [-16.5, -39.6],
                            [-16.6, -38.4],
                            [-16.4, -37.4],
                            [-16.6, -36.4],
                        ]
                    ],
                },
            },
            {
                "type": "Feature",
                "properties": {"kind": "river", "name": "Velna"},
                "geometry": {
                    "type": "LineString",
                    "coordinates": [[-16.5, -37.2], [-16.4, -37.5], [-16.55, -38.0], [-16.7, -38.5], [-16.6, -39.0]],
                },
            },
        ],
    }
)

SETTINGS = CaseSettings(
    id="halvern",
    title="Halvern, March and April 2031",
    prefix="HAL",
    authority="Independent Inquiry Panel on Halvern, Port Candrey",
    number="IIP-2031-07",
    opened="2031-03-11",
    summary="Allegations of war crimes by the forces of Vesmar and of Torrund, two neighbouring states on the island "
    "continent of Halvern, between 3 March and 19 April 2031.",
    conflict="international",
    period_first="2031-03-03",
    period_last="2031-04-19",
    fictional=True,
    parties=(Party(id="vesmar", name="Vesmar"), Party(id="torrund", name="Torrund")),
)
CASE = CaseRecord(
    settings=SETTINGS,
    allegations=(
        Allegation(
            words=(
                "Members of the Torrundi armed forces are alleged to have shelled Lantern Market in "
                "Kelmora on 9 March 2031."
            ),
            crimes=("rs-8-2-b-iv",),
            incidents=("i-market",),
            claim=C2.id,
        ),
        Allegation(
            words="Members of the Vesmari armed forces are alleged to have struck the District Hospital in Tarngard.",
            crimes=("8(2)(b)(ix)",),
            incidents=("i-hospital",),
        ),
    ),
    measures=(
        Measure(
            words="Ask Candrey Press Bureau for the notes of its correspondent",
            owner="Panel secretariat",
            date="2031-03-14",
            result="Notes received on 21 March 2031",
        ),
        Measure(words="Compare the footage with aerial pictures", owner="Panel analyst 2", date="2031-03-27"),
    ),
    referrals=(
        Referral(
            words="Request for the firing records of 9 March 2031",
            sent_by="Independent Inquiry Panel on Halvern",
            sent_to="Ministry of Defence of Torrund",
            date="2031-03-17",
            claim=C3.id,
        ),
        Referral(
            words="Request for the coordinates of the command post",
            sent_by="Independent Inquiry Panel on Halvern",
            sent_to="Ministry of Defence of Vesmar",
            date="2031-03-20",
            answer="The coordinates are classified; a meeting is offered.",
            answered_on="2031-04-02",
        ),
    ),
)
DECISIONS = (
    Decision(
        id="d-1",
        act="confirm",
        subjects=("i-market", VIDEO.sha256),
        person="R. Ameln",
        reason="Roof line and stalls compared with two pictures of the market from 2030.",
        made_at="2031-04-22T08:15:00.000000Z",
        log_index=61,
    ),
)


def reports() -> tuple[ReportReading, ...]:
    languages = ("en", "en", "en", "en", "en", "ar", "en")
    outlets = (
        "Orlesk Courier",
        "Braskholm Sentinel",
        "Candrey Press Bureau",
        "Harbour Gazette",
        "Prosecutor-General's Office of Torrund",
        "صدى الجنوب",
        "Count Every Name",
    )
    days = ("2031-03-09", "2031-03-10", "2031-03-10", "2031-03-11", "2031-03-16", "2031-03-17", "2031-04-20")
    return tuple(
        ReportReading(
            reading=Reading(exhibit=parent.sha256, tool=READER, outcome=Outcome.PASSED),
            text=copy.sha256,
            published=day(published),
            title=text.split("\n")[0],
            outlet=name,
            language=language,
            claims=tuple(claim for claim in CLAIMS if claim.text == copy.sha256),
        )
        for parent, copy, (_, text), language, name, published in zip(
            TEXT_EXHIBITS, COPIES, _NAMES, languages, outlets, days, strict=True
        )
    )


def case_file() -> CaseFile:
    """The small case with every kind of record."""
    shared = "19 bodies were counted by this agency in two mortuaries on Monday"
    first, second = sorted((COPIES[2].sha256, COPIES[3].sha256))
    by_digest = {copy.sha256: text for copy, (_, text) in zip(COPIES, _NAMES, strict=True)}
    clips = sorted((VIDEO.sha256, MIRROR.sha256))
    return CaseFile(
        case=CASE,
        exhibits=EXHIBITS,
        reports=reports(),
        footage=FOOTAGE,
        tables=TABLES_READ,
        texts=tuple(
            TextBody(sha256=copy.sha256, exhibit=copy.parent, title=text.split("\n")[0], text=text)
            for copy, (_, text) in zip(COPIES, _NAMES, strict=True)
        ),
        analysis=Analysis(
            claims=CLAIMS,
            text_copies=(
                TextCopy(
                    first=first,
                    second=second,
                    kind="excerpt",
                    containment=0.93,
                    passages=(
                        SharedPassage(first=span(by_digest[first], shared), second=span(by_digest[second], shared)),
                    ),
                    likely_source=COPIES[2].sha256,
                    reasons=(
                        "the agency's mark stands in one text",
                        "the other speaks of 'this agency' without being one",
                    ),
                ),
            ),
            footage_copies=(
                FootageCopy(
                    first=clips[0],
                    second=clips[1],
                    verdict="same recording (likely)",
                    matches=((2000, 0, 12), (9000, 7000, 10), (31000, 29000, 14)),
                    edits=("mirrored", "re-encoded"),
                    words="28 of 31 sampled frames match a frame of the other, two seconds later.",
                ),
            ),
            lineages=(
                FootageLineage(
                    id="lin-1",
                    members=tuple(clips),
                    appearances=(
                        Appearance(
                            exhibit=MIRROR.sha256,
                            basis="published",
                            when=day("2031-03-10"),
                            words="published with a post",
                        ),
                        Appearance(
                            exhibit=VIDEO.sha256, basis="received", when=day("2031-04-21"), words="taken into this case"
                        ),
                    ),
                    first=MIRROR.sha256,
                    words="HAL-0009, published with a post, 2031-03-10 at the latest, before every other copy known.",
                    warnings=("HAL-0009 says that it was captured on 2031-03-11, but it existed by 2031-03-10.",),
                ),
            ),
            origins=ORIGINS,
            origin_edges=EDGES,
            incidents=(MARKET_INCIDENT, HOSPITAL_INCIDENT, RIVER_INCIDENT, UNPLACED_INCIDENT),
            apart=(Apart(first="i-market", second="i-river", reasons=("eleven days apart", "42 km apart")),),
            casualties=CASUALTIES,
            crimes=CRIMES,
            matrices=MATRICES,
            case=CASE,
            problems=(
                Problem(
                    code="PLACE-UNKNOWN",
                    where=TEXT_EXHIBITS[6].sha256,
                    words="The gazetteer does not know 'the Ollersen farm'.",
                ),
            ),
        ),
        decisions=DECISIONS,
        checkpoint=sign_checkpoint("probans.example/HAL", 64, bytes(range(32)), SIGNER),
        checks=(
            Check(
                subject="checkpoint", check="signature", outcome=Outcome.PASSED, words="Signed by the key of the case."
            ),
            Check(
                subject="log", check="root", outcome=Outcome.PASSED, words="64 entries give the root that is signed."
            ),
            Check(
                subject=BROKEN.sha256,
                check="digest",
                outcome=Outcome.FAILED,
                words="The bytes on disk have another digest.",
                code="BLOB-DIGEST",
            ),
            Check(subject=VIDEO.sha256, check="digest", outcome=Outcome.NOT_CHECKED, words="Left out by request."),
        ),
        problems=(
            Problem(code="VIDEO-TRUNCATED", where=BROKEN.sha256, words="The file ends before its index."),
            Problem(
                code="FILE-UNREADABLE",
                where="footage/locked.mp4",
                words="The file could not be opened: permission denied.",
            ),
        ),
        places=(KELMORA, MARKET, TARNGARD, VELNA, HADRIK),
        posters=POSTERS,
        basemap=BASEMAP,
        verifier_key=str(SIGNER.verifier),
        software="probans 0.1.0",
    )


def large_case(exhibits: int, claims: int) -> CaseFile:
    """A wide case: many small texts, each with its share of the claims, spread over incidents of ten claims."""
    made: list[Exhibit] = []
    copies: list[Exhibit] = []
    texts: list[TextBody] = []
    readings: list[ReportReading] = []
    said: list[Claim] = []
    each = max(1, -(-claims // exhibits))
    for number in range(1, exhibits + 1):
        lines = [
            f"In village {number}-{line} at least {line + 3} people were killed on 9 March 2031."
            for line in range(each)
        ]
        text = "\n\n".join([f"Report {number} of an invented town on Halvern", *lines])
        parent = replace(
            exhibit(1, f"reports/{number}.txt", f"{number}\n{text}", MediaKind.TEXT, "text/plain"),
            number=f"HAL-{number:05}",
            log_index=number,
        )
        copy = replace(working_copy(1, parent, text), number=f"HAL-{exhibits + number:05}")
        made.append(parent)
        copies.append(copy)
        texts.append(TextBody(sha256=copy.sha256, exhibit=parent.sha256, title=f"Report {number}", text=text))
        readings.append(
            ReportReading(
                reading=Reading(exhibit=parent.sha256, tool=READER, outcome=Outcome.PASSED),
                text=copy.sha256,
                outlet="Orlesk Courier",
                published=day("2031-03-10"),
            )
        )
        for line, words in enumerate(lines):
            if len(said) < claims:
                said.append(_wide_claim(f"c-{number}-{line}", parent, copy, text, words, line + 3))
    return replace(
        case_file(),
        exhibits=(*made, *copies),
        texts=tuple(texts),
        reports=tuple(readings),
        footage=(),
        tables=(),
        analysis=Analysis(claims=tuple(said), incidents=_wide_incidents(said), origins=ORIGINS, case=CASE),
        checks=tuple(Check(subject=one.sha256, check="digest", outcome=Outcome.PASSED) for one in made),
        posters=(),
        decisions=(),
    )


def _wide_claim(name: str, parent: Exhibit, copy: Exhibit, text: str, words: str, low: int) -> Claim:
    return replace(
        C1,
        id=name,
        exhibit=parent.sha256,
        text=copy.sha256,
        passage=span(text, words),
        trigger=None,
        date_spans=(),
        chain=(outlet("Orlesk Courier"),),
        places=(),
        victims=(),
        weapons=(),
        targets=(),
        counts=(
            counted(
                text, PersonOutcome.KILLED, Count(low=low, high=None, wording=f"at least {low}"), f"at least {low}"
            ),
        ),
    )


def _wide_incidents(claims: list[Claim]) -> tuple[Incident, ...]:
    return tuple(
        replace(
            RIVER_INCIDENT,
            id=f"i-{start}",
            number=f"I-{start // 10 + 1}",
            title=f"Killing in village {start}",
            interval=day(f"2031-03-{start // 10 % 28 + 1:02}"),
            place=replace(
                VELNA, id=f"v-{start}", latitude=-37 - start % 97 / 60, longitude=-17 + start % 89 / 50, radius_m=2000
            ),
            claims=tuple(claim.id for claim in claims[start : start + 10]),
            killed=Count(low=start % 40, high=None),
            members=tuple(
                Membership(member=claim.id, reasons=("same village", "same day"))
                for claim in claims[start : start + 10]
            ),
        )
        for start in range(0, len(claims), 10)
    )
