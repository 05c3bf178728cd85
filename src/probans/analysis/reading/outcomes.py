"""Words that say what became of people, and what a word at a place in a sentence says."""

from probans.analysis.reading.lexicon import phrases, words
from probans.analysis.reading.passage import Sentence
from probans.model.claim import PersonOutcome

_OUTCOME_WORDS: dict[PersonOutcome, frozenset[str]] = {
    PersonOutcome.KILLED: words(
        "killed kill kills killing dead died die dies dying slain slaying slew murdered murdering murders massacred "
        "executed executing perished perish assassinated assassinating beheaded beheading lynched martyred "
        "slaughtered fatally deceased"
    ),
    PersonOutcome.INJURED: words(
        "injured injuring injure injures wounded wounding wounds wound hurt hurting maimed maiming hospitalised "
        "hospitalized"
    ),
    PersonOutcome.MISSING: words("missing disappeared unaccounted vanished"),
    PersonOutcome.DETAINED: words(
        "detained detaining arrested arresting captured capturing abducted abducting kidnapped kidnapping imprisoned "
        "jailed seized apprehended interned"
    ),
    PersonOutcome.AFFECTED: words("raped tortured beaten ill-treated mistreated"),
    PersonOutcome.KILLED_OR_INJURED: words("shot shoots gunned"),
    PersonOutcome.DISPLACED: words(
        "displaced displacing fled evacuated evacuating homeless uprooted deported expelled"
    ),
}
OUTCOME_OF = {word: outcome for outcome, listed in _OUTCOME_WORDS.items() for word in listed}
NOUNS: dict[str, PersonOutcome] = {
    **dict.fromkeys(words("deaths death fatalities fatality dead"), PersonOutcome.KILLED),
    **dict.fromkeys(words("injuries injury"), PersonOutcome.INJURED),
    **dict.fromkeys(words("casualties casualty"), PersonOutcome.KILLED_OR_INJURED),
    **dict.fromkeys(words("arrests detentions"), PersonOutcome.DETAINED),
}
ACTIVE = words("shot shoots beheaded beheading") | words(
    "killed kill kills killing murdered murdering murders massacred executed executing assassinated injured injuring "
    "injure injures wounded wounding wounds wound hurt hurting maimed maiming detained detaining arrested arresting "
    "captured capturing abducted abducting kidnapped kidnapping displaced shot shoots displacing evacuated evacuating "
    "slaughtered seized slew"
)
_CONDITIONS = words("critical serious stable fair good grave guarded")
HURTS = words("wound wounds injury injuries burns fractures")
SUFFERING = words("suffered suffering suffers sustained received")
_CARRIED = words("taken rushed airlifted transported flown")
_DEADLY = frozenset({("and", "killed"), (",", "killed"), ("and", "died"), ("to", "death"), ("down", "and")})
AUXILIARIES = words(
    "was were is are been being be has have had got being also reportedly allegedly later then subsequently both all "
    "either confirmed pronounced declared found reported left apparently instantly seriously severely critically "
    "slightly badly fatally immediately now still already confirmed presumed feared believed lay lying listed remain "
    "remained remains who that which may might could not shot burned burnt stabbed beaten hacked tortured to gravely"
)
INCLUDING = phrases(
    "including; among them; among whom; of them; of whom; of which; among those; among the dead; among the killed; "
    "amongst them; some of them; most of them; both of them; including at least; including the"
)
ARTICLES = words("a an his her their its another one the")
DESCRIBING = words(
    "captured detained wounded injured missing displaced abducted kidnapped arrested imprisoned murdered slain"
)
_UNIONS = {
    (one, "or", two): outcome
    for first, second, outcome in (
        (words("killed dead"), words("injured wounded hurt"), PersonOutcome.KILLED_OR_INJURED),
        (words("killed dead"), words("missing"), PersonOutcome.KILLED_OR_MISSING),
    )
    for one, two in [*((a, b) for a in first for b in second), *((b, a) for a in first for b in second)]
}


def outcome_at(sentence: Sentence, at: int) -> PersonOutcome | None:
    """What the word at a token says became of people; *shot* alone leaves open whether they live."""
    low = sentence.low(at)
    before = [sentence.low(back) for back in range(at - 5, at)]
    if low in {"shot", "gunned", "shoots"}:
        after = tuple(sentence.low(ahead) for ahead in range(at + 1, at + 3))
        deadly = after[0] == "dead" or before[-1] == "fatally" or after in _DEADLY
        return PersonOutcome.KILLED if deadly else PersonOutcome.KILLED_OR_INJURED
    union = _UNIONS.get((low, sentence.low(at + 1), sentence.low(at + 2)))
    if union is not None:
        return union
    if low in OUTCOME_OF:
        return None if low == "wound" and sentence.low(at + 1) == "up" else OUTCOME_OF[low]
    hurt = (low == "condition" and before[-1] in _CONDITIONS) or (low in HURTS and set(before) & SUFFERING)
    carried = low in {"hospital", "hospitals"} and set(before) & _CARRIED
    return PersonOutcome.INJURED if hurt or carried else None
