"""Groups of people in a sentence: who they are, by the noun (civilians, children, prisoners, journalists ...).

Plain words only: a noun names a group, ``group`` is the word used in counts. People not further said have none.
"""

from probans.analysis.reading.lexicon import words
from probans.analysis.reading.passage import Found, Sentence

GROUPS: dict[str, frozenset[str]] = {
    "civilians": words("civilian civilians noncombatant noncombatants bystander bystanders"),
    "children": words(
        "child children kid kids infant infants baby babies toddler toddlers boy boys girl girls teenager teenagers "
        "minor minors teen teens schoolchildren schoolgirl schoolgirls schoolboy schoolboys newborn newborns son "
        "sons daughter daughters grandson granddaughter grandchildren youth youths nephew niece"
    ),
    "women": words(
        "woman women wife wives mother mothers grandmother sister sisters widow widows aunt girlfriend housewife lady"
    ),
    "men": words("man men husband father grandfather brother brothers uncle boyfriend fiance gentleman"),
    "elderly": words("elderly pensioner pensioners"),
    "soldiers": words(
        "soldier soldiers serviceman servicemen servicewoman servicewomen troops trooper troopers officer officers "
        "conscript conscripts recruit recruits sailor sailors marine marines pilot pilots paratrooper paratroopers "
        "reservist reservists guardsman guardsmen sergeant lieutenant colonel captain major general generals "
        "commander commanders crewmen airmen sentry sentries infantryman infantrymen cadet cadets"
    ),
    "police": words(
        "policeman policemen policewoman policewomen police gendarme gendarmes constable constables cop cops"
    ),
    "fighters": words(
        "fighter fighters militant militants rebel rebels insurgent insurgents guerrilla guerrillas gunman gunmen "
        "combatant combatants saboteur saboteurs infiltrator infiltrators operative operatives bandits kidnappers "
        "terrorist terrorists jihadist jihadists militiaman militiamen separatist separatists mercenary mercenaries "
        "extremist extremists subversive subversives bomber bombers attacker attackers"
    ),
    "journalists": words(
        "journalist journalists reporter reporters photographer photographers cameraman cameramen correspondent "
        "correspondents newsman newsmen broadcaster blogger editor newspaperman"
    ),
    "medical workers": words(
        "medic medics doctor doctors nurse nurses paramedic paramedics midwife surgeon surgeons physician physicians "
        "ambulancemen rescuer rescuers firefighter firefighters"
    ),
    "aid workers": words("volunteer volunteers humanitarian humanitarians peacekeeper peacekeepers"),
    "prisoners": words(
        "prisoner prisoners captive captives detainee detainees hostage hostages inmate inmates internee internees "
        "pow pows"
    ),
    "clergy": words(
        "priest priests nun nuns jesuit jesuits monk monks imam bishop archbishop pastor missionary missionaries"
    ),
    "workers": words(
        "worker workers farmer farmers fisherman fishermen fishers miner miners teacher teachers driver drivers "
        "employee employees peasant peasants shopkeeper shopkeepers trader traders shepherd shepherds guard guards "
        "bodyguard bodyguards builder builders engineer engineers lawyer lawyers judge judges activist activists "
        "politician politicians official officials mayor mayors deputy congressman unionist unionists leader leaders "
        "diplomat ambassador senator businessman businessmen technician technicians cook docker dockers"
    ),
    "students": words("student students pupil pupils schoolmate professor professors"),
    "refugees": words("refugee refugees migrant migrants asylum-seeker evacuee evacuees"),
}
_ANY = words(
    "people person persons victim victims resident residents villager villagers inhabitant inhabitants citizen "
    "citizens national nationals passenger passengers patient patients family families relative relatives worshipper "
    "worshippers shopper shoppers protester protesters demonstrator demonstrators individual individuals adult "
    "adults member members local locals human humans life lives neighbor neighbors neighbour neighbours customer "
    "customers pedestrian pedestrians motorist survivor survivors mourner mourners tourist tourists foreigner "
    "foreigners crew soul souls spectator spectators commuter commuters colleague colleagues couple friend friends "
    "suspect suspects parent parents wedding-goers guests guest compatriot countrymen cyclist occupant occupants "
    "participant participants others american americans pilgrim pilgrims siblings twins household households elder "
    "elders cousin cousins"
)
BODIES = words("body bodies corpse corpses remains cadaver cadavers")
_DEAD = BODIES | words("deceased fallen dead slain")
_GROUP_OF = {word: group for group, listed in GROUPS.items() for word in listed} | dict.fromkeys(_ANY, "")
_CODES = {
    "civilians": "civilian",
    "children": "child",
    "soldiers": "military",
    "police": "police",
    "fighters": "fighter",
    "journalists": "journalist",
    "medical workers": "medical",
    "aid workers": "aid",
    "prisoners": "prisoner",
    "clergy": "clergy",
    "women": "civilian",
    "men": "",
    "elderly": "civilian",
    "refugees": "civilian",
}
_FOREIGN = words("of")
_MODIFIERS = words(
    "young old elderly local unarmed innocent wounded injured other more additional foreign male female pregnant "
    "teenage adult senior ordinary armed off-duty retired former displaced sick captured surrendered detained medical "
    "aid health humanitarian un red cross media news church school school-age village small infant army military "
    "police civil government civilian enemy suspected alleged unidentified unknown disabled fellow fire rescue "
    "security minor ethnic peaceful dead young"
)
_COMPOUND = {
    ("medical", "worker"): "medical workers",
    ("health", "worker"): "medical workers",
    ("ambulance", "worker"): "medical workers",
    ("ambulance", "driver"): "medical workers",
    ("rescue", "worker"): "medical workers",
    ("medical", "staff"): "medical workers",
    ("medical", "personnel"): "medical workers",
    ("aid", "worker"): "aid workers",
    ("humanitarian", "worker"): "aid workers",
    ("relief", "worker"): "aid workers",
    ("media", "worker"): "journalists",
    ("police", "officer"): "police",
    ("war", "prisoner"): "prisoners",
    ("military", "personnel"): "soldiers",
    ("service", "member"): "soldiers",
    ("armed", "man"): "fighters",
    ("armed", "men"): "fighters",
}
_STAFF = words("staff personnel")
_SECOND = frozenset(second for _, second in _COMPOUND)
_PEOPLES = words(
    "kurds turks serbs croats poles czechs arabs jews muslims christians hindus uyghurs rohingya druze houthis "
    "greeks germans danes finns swedes britons scots yazidis copts tatars filipinos thais afghans uzbeks tajiks "
    "kazakhs romanis slovaks"
)
_DEMONYMS = (
    "ians",
    "eans",
    "cans",
    "ians",
    "ards",
    "aelis",
    "aqis",
    "anis",
    "menis",
    "tinians",
    "aris",
    "undis",
    "nese",
    "orans",
)
_NO_DEMONYMS = words("guardians physicians civilians librarians technicians musicians politicians")
_ADJECTIVES = words("elderly police general major minor human official local national marine")
_KNOWN = frozenset(_GROUP_OF) | BODIES | _STAFF


def group_of(low: str) -> str | None:
    """The group that a noun names: a word of ``GROUPS``, empty for people not further said, None for no people."""
    if low in _GROUP_OF:
        return _GROUP_OF[low]
    if low.endswith(("men", "women")) and len(low) > 5 and low not in {"omen", "specimen", "regimen", "acumen"}:
        return "men" if not low.endswith("women") else "women"
    return None


def code_of(group: str) -> str:
    """The code of a group in docs/taxonomy.md."""
    return _CODES.get(group, "")


def find_people(sentence: Sentence) -> tuple[Found, ...]:
    """Find the nouns that name people, each with the words that belong to it on the left."""
    found = []
    for at in range(len(sentence.tokens)):
        group = people_at(sentence, at)
        if group is None or sentence.low(at) in {"life", "lives"}:
            continue
        first = left_of(sentence, at)
        name = sentence.words(first, at + 1)
        found.append(Found(first, at + 1, name, code_of(group) or group, "people.noun", at))
    return tuple(found)


def people_at(sentence: Sentence, at: int) -> str | None:
    """The group named by the noun at a token, seen with the word before it; None when it is no noun of people."""
    low = sentence.low(at)
    if _is_demonym(sentence, at):
        return ""
    if low not in _KNOWN and low.removesuffix("s") not in _SECOND and not low.endswith(("men", "women")):
        return None
    before = sentence.low(at - 1)
    compound = _COMPOUND.get((before, low.removesuffix("s"))) or _COMPOUND.get((before, low))
    if compound or low in _STAFF:
        return compound
    if low in _ADJECTIVES and sentence.low(at + 1) not in {"", ".", ",", "and", "were", "was", "killed"}:
        return None
    return "dead" if low in BODIES else group_of(low)


def _is_demonym(sentence: Sentence, at: int) -> bool:
    """Whether a word names people by country or faith: *Palestinians*, *Kurds*, *Muslims*."""
    if not (0 <= at < len(sentence.tokens) and sentence.tokens[at].is_capital):
        return False
    low = sentence.low(at)
    return low in _PEOPLES or (low.endswith(_DEMONYMS) and len(low) > 5 and low not in _NO_DEMONYMS)


def left_of(sentence: Sentence, at: int) -> int:
    """The first token of the modifiers before a noun (adjectives, nationality), without numbers and articles."""
    first = at
    while first > 0 and at - first < 5:
        token = sentence.tokens[first - 1]
        capital = (
            token.is_capital and token.word.isalpha() and first > 1 and len(token.word) > 2 and not sentence.capitals
        )
        if token.low == "old" and sentence.low(first - 2) == "-" and first >= 5:
            first -= 5
            continue
        if not (token.low in _MODIFIERS or capital):
            break
        first -= 1
    return first
