"""Which kinds of conduct can be one incident: codes of docs/taxonomy.md in families.

A shelling, the weapon used in it, the hospital it hit and the people it killed are one incident told from four sides;
the killing of prisoners is not one with a shelling. What is done about conduct (a case opened, footage verified)
belongs to the incident it is about and is no conduct itself.
"""

_STRIKE = "strike"
_FAMILIES = {
    "attack": _STRIKE,
    "weapons": _STRIKE,
    "medical": _STRIKE,
    "journalist": _STRIKE,
    "cultural-property": _STRIKE,
    "damage": _STRIKE,
    "destruction": _STRIKE,
    "casualties": _STRIKE,
    "toll": _STRIKE,
    "killing": _STRIKE,
    "injuring": _STRIKE,
    "arrest": "capture",
    "hostage-taking": "capture",
    "prisoners.taking": "capture",
}
_TOLLS = frozenset({"killing", "injuring", "toll", "casualties", "damage", "destruction"})
_WITH_TOLL = frozenset({_STRIKE, "prisoners.killing"})
_ABOUT = frozenset(
    {
        "agreement",
        "appeal",
        "case",
        "charge",
        "condemnation",
        "context",
        "denial",
        "investigation",
        "measure",
        "promise",
        "referral",
        "request",
        "statement",
        "trial",
        "verification",
        "failure",
        "failure-to-investigate",
    }
)
_UPHOLDS = frozenset({"case", "charge", "investigation", "trial", "verification"})


def is_conduct(kind: str) -> bool:
    """Whether a kind is something done to people or things, not something done about it."""
    return bool(kind) and first_part(kind) not in _ABOUT and not kind.endswith(("failure", "failed"))


def upholds(kind: str) -> bool:
    """Whether saying this (a case opened, footage verified) stands behind the conduct it is about."""
    return first_part(kind) in _UPHOLDS


def family(kind: str) -> str:
    """The family of a kind; an unknown kind is its own family."""
    return _FAMILIES.get(kind) or _FAMILIES.get(first_part(kind), kind)


def is_toll(kind: str) -> bool:
    """Whether a kind only says what an act did (people killed, houses damaged), not which act."""
    return first_part(kind) in _TOLLS


def can_be_one(first: str, second: str) -> bool:
    """Whether two kinds can be one incident."""
    if family(first) == family(second):
        return True
    return (is_toll(first) or is_toll(second)) and {family(first), family(second)} <= _WITH_TOLL


def in_words(kind: str) -> str:
    """A kind as words for a title: *attack.shelling* is *shelling*."""
    words = {"attack.air": "air attack", "attack.ground": "ground attack", "attack.missile": "missile attack"}
    words |= {"attack.drone": "drone attack", "medical.attack": "attack on medical care", "toll": "casualties"}
    words |= {"journalist.attack": "attack on journalists", "dead.mutilation": "mutilation of the dead"}
    words |= {"prisoners.killing": "killing of prisoners", "prisoners.taking": "taking of prisoners"}
    words |= {"weapons.use": "use of weapons", "cultural-property.damage": "damage to cultural property"}
    return words.get(kind) or kind.rpartition(".")[2].replace("-", " ").replace("_", " ")


def first_part(kind: str) -> str:
    """The part of a code before the first full stop."""
    return kind.partition(".")[0]
