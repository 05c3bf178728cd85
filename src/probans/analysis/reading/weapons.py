"""Weapons in a sentence, by longest match over a small taxonomy (codes of docs/taxonomy.md)."""

from dataclasses import replace

from probans.analysis.reading.passage import Found, Sentence

# code: the words that name it, in the singular
_NAMES: dict[str, str] = {
    "cluster munition": (
        "cluster munition; cluster bomb; cluster ammunition; cluster shell; cluster rocket; cluster warhead; "
        "submunition; bomblet; cluster weapon; cluster bomblet"
    ),
    "ballistic missile": "ballistic missile; tactical ballistic missile; scud missile; short-range ballistic missile; "
    "operational-tactical missile",
    "cruise missile": "cruise missile",
    "phosphorus munition": "phosphorus munition; white phosphorus; phosphorus bomb; phosphorus shell; phosphorus; "
    "phosphorus ammunition; white phosphorus munition; white phosphorus shell",
    "incendiary weapon": "incendiary weapon; incendiary munition; incendiary bomb; incendiary; napalm; thermite; "
    "firebomb; molotov cocktail; molotov bomb; incendiary shell; incendiary device",
    "anti-personnel mine": "anti-personnel mine; antipersonnel mine; landmine; land mine; mine; booby trap; booby-trap",
    "anti-tank mine": "anti-tank mine; antitank mine; anti-vehicle mine",
    "chemical weapon": (
        "chemical weapon; nerve agent; sarin; chlorine; mustard gas; poison gas; chemical agent; toxic gas"
    ),
    "barrel bomb": "barrel bomb",
    "guided bomb": "guided bomb; glide bomb; guided aerial bomb",
    "aerial bomb": "aerial bomb; air-dropped bomb; unguided bomb; air bomb",
    "drone": (
        "drone; unmanned aerial vehicle; uav; quadcopter; attack drone; fpv drone; kamikaze drone; loitering munition"
    ),
    "rocket": "rocket; multiple rocket launcher; grad rocket; rocket launcher; grad; smerch; uragan; katyusha; "
    "multiple launch rocket system",
    "rocket-propelled grenade": "rocket-propelled grenade; rpg; grenade launcher",
    "missile": "missile; surface-to-air missile; anti-tank missile; guided missile",
    "mortar": "mortar; mortar shell; mortar bomb; mortar round; mortar fire",
    "artillery": (
        "artillery; howitzer; artillery shell; artillery fire; shell; heavy artillery; tank shell; artillery "
        "round; cannon"
    ),
    "improvised explosive device": (
        "improvised explosive device; ied; car bomb; roadside bomb; suicide vest; explosive belt; suicide bomb; "
        "vehicle bomb; parcel bomb; nail bomb; home-made bomb; pipe bomb; letter bomb"
    ),
    "explosive": (
        "explosive; dynamite; explosive device; explosive charge; bomb; tnt; explosive charge; plastic explosive"
    ),
    "grenade": "grenade; hand grenade",
    "small arms": (
        "rifle; assault rifle; machine gun; machinegun; sniper rifle; pistol; gun; firearm; small arm; handgun; "
        "shotgun; submachine gun; submachinegun; revolver; bullet; machine-gun; automatic weapon; automatic "
        "rifle; semiautomatic rifle; ak-47; gunfire; machinegun fire; small arms fire; gunshot"
    ),
    "blade": "knife; machete; axe; bayonet; dagger; sword",
    "tank": "tank; armoured vehicle; armored vehicle",
    "combat aircraft": (
        "combat aircraft; warplane; fighter jet; bomber aircraft; attack helicopter; helicopter gunship; military "
        "helicopter"
    ),
}
_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
_CODE_OF = {
    tuple(name.split()): code
    for code, listed in _NAMES.items()
    for name in (part.strip() for part in listed.split(";"))
}
for _name in sorted(_CODE_OF, key=lambda name: (-len(name), name)):
    _FIRST.setdefault(_name[0].split("-")[0], []).append((_name, _CODE_OF[_name]))

_NOT_A_MINE = frozenset({"coal", "gold", "copper", "salt", "diamond", "of"})
_NOT_BEFORE = {
    "shell": frozenset({"companies", "company"}),
    "tank": frozenset({"think", "water", "fuel", "gas", "oil"}),
}


def find_weapons(sentence: Sentence) -> tuple[Found, ...]:
    """Find the weapons named in a sentence, left to right."""
    found: list[Found] = []
    at = 0
    while at < len(sentence.tokens):
        weapon = _weapon_at(sentence, at)
        if weapon is None:
            at += 1
            continue
        if found and found[-1].last == weapon.first and found[-1].code == weapon.code:
            found[-1] = replace(found[-1], last=weapon.last, head=weapon.head)
        else:
            found.append(weapon)
        at = weapon.last
    return tuple(found)


def _weapon_at(sentence: Sentence, at: int) -> Found | None:
    low = sentence.low(at)
    for form in (low, low.removesuffix("s")):
        for name, code in _FIRST.get(form, ()):
            last = _match(sentence, at, name)
            if last is not None and not _is_other(sentence, at, name):
                return Found(at, last, code, code, "weapon.name", last - 1)
    return None


def _match(sentence: Sentence, at: int, name: tuple[str, ...]) -> int | None:
    """Match a name, the last word in singular or plural, hyphenated words token by token."""
    wanted = [part for word in name for part in _pieces(word)]
    last = at + len(wanted)
    if last > len(sentence.tokens):
        return None
    given = [token.low for token in sentence.tokens[at:last]]
    if given[:-1] != wanted[:-1] or _singular(given[-1]) != _singular(wanted[-1]):
        return None
    return last


def _pieces(word: str) -> list[str]:
    return word.replace("-", " - ").split()


def _singular(low: str) -> str:
    return "knife" if low == "knives" else low.removesuffix("s")


def _is_other(sentence: Sentence, at: int, name: tuple[str, ...]) -> bool:
    before, after = sentence.low(at - 1), sentence.low(at + len(name))
    if name[0] == "mine":
        return (
            before in _NOT_A_MINE
            or (sentence.low(at) == "mine" and before not in {"a", "the", "by", "land"})
            or after
            in {
                "workers",
                "shaft",
            }
        )
    if name[0] == "shell" and before in {"to", "the"} and sentence.low(at) == "shell":
        return before == "to"
    if name[0] == "tank":
        return before in _NOT_BEFORE["tank"]
    return name[0] == "grad" and not sentence.tokens[at].is_capital
