"""Who a speaker is, from the words that name him: an office, an agency, a spokesperson, a witness, a person.

Roles are places in the chain of attribution (docs/taxonomy.md), not judgements of worth.
"""

from probans.analysis.reading.lexicon import words
from probans.model.claim import SpeakerRole

_SPOKES = words(
    "spokesman spokeswoman spokesperson spokespeople spokesmen spokespersons spokesmen representative representatives "
    "spox envoy"
)
_OFFICE = words(
    "office ministry ministries prosecutor prosecutors prosecutor's government police army military council court "
    "parliament cabinet administration department directorate commission commissioner committee agency secretariat "
    "embassy kremlin pentagon presidency staff command hq headquarters authorities authority ombudsman municipality "
    "governor mayor mayoralty minister president tribunal board service bureau forces troops fire-service inspectorate "
    "sheriff investigators detectives navy coroner hospital side delegation state party leadership air"
)
_AGENCY = words(
    "reuters ap afp tass interfax xinhua dpa efe ansa upi anadolu bloomberg kyodo yonhap itar-tass ria acan-efe notimex"
)
_ORGANISATION = words(
    "borders msf nations un u.n. organisation organization group groups union watch amnesty cross crescent ngo ngos "
    "foundation society institute institution network association centre center observatory monitors monitor mission "
    "watchdog charity activists federation league alliance coalition movement company front team experts rebels "
    "militants insurgents guerrillas fighters unicef unhcr who ohchr osce eu nato unesco icrc university researchers "
    "researcher analysts"
)
_OUTLET = words(
    "newspaper newspapers channel channels television tv radio magazine daily website portal media press paper news "
    "times post gazette courier herald tribune broadcaster outlet outlets observer weekly sentinel cnn bbc cbs nbc "
    "abc fox guardian"
)
_WITNESS = words(
    "witness witnesses eyewitness eyewitnesses resident residents villager villagers survivor survivors neighbour "
    "neighbours neighbor neighbors passer-by bystander bystanders inhabitant inhabitants refugee refugees shopkeeper "
    "relative relatives nurse doctor teacher farmer fisherman mother father wife husband brother sister son daughter "
    "widow patient local locals victim victims prisoner prisoners detainee detainees"
)
_UNNAMED = words(
    "official officials source sources officer officers diplomat diplomats report reports rumours rumors some many "
    "others people critics observers aide aides insider person individuals it there"
)
_DOCUMENT = words("investigation inquiry analysis findings probe") | words(
    "report statement communique communiqué release document letter post message bulletin text complaint note briefing"
)
_PRONOUNS = words("he she it they who we i him her them you")


def role_of(name: str) -> SpeakerRole:
    """The role that the words of a name give; a plain name is a person."""
    low = [
        word.strip(".,’'") if word.lower() not in {"u.n."} else word for word in name.lower().replace("-", " ").split()
    ]
    listed = set(low) | {name.lower()}
    if name.isupper() and name.isalpha() and 2 <= len(name) <= 6 and not listed & _AGENCY:
        return SpeakerRole.ORGANISATION
    if listed & _SPOKES:
        return SpeakerRole.SPOKESPERSON
    if listed & _AGENCY or {"news", "agency"} <= listed or {"press", "agency"} <= listed:
        return SpeakerRole.AGENCY
    head = _head(low)
    for role, known in _ORDER:
        if head in known:
            return role
    for role, known in _ORDER:
        if listed & known:
            return role
    return SpeakerRole.PERSON if any(word[0].isupper() for word in name.split()) else SpeakerRole.UNNAMED


def is_document(name: str) -> bool:
    """Whether a document speaks (*the statement said*), so that its maker is meant."""
    low = name.lower().split()
    return bool(low) and low[-1] in _DOCUMENT


def is_pronoun(name: str) -> bool:
    """Whether a pronoun speaks, so that the speaker is named before."""
    return name.lower() in _PRONOUNS


def _head(low: list[str]) -> str:
    """The head noun: the last word before *of*, *in*, *for* or a comma."""
    for at, word in enumerate(low):
        if word in {"of", "for", "in", "at", "from", "to", "on"} and at:
            return low[at - 1]
    return low[-1] if low else ""


_ORDER = (
    (SpeakerRole.WITNESS, _WITNESS),
    (SpeakerRole.OUTLET, _OUTLET),
    (SpeakerRole.OFFICE, _OFFICE),
    (SpeakerRole.ORGANISATION, _ORGANISATION),
    (SpeakerRole.UNNAMED, _UNNAMED),
)
