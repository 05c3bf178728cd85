"""Law: which crimes and rules are proposed for which incident, and what bears on each of their elements.

Only proposals, with reasons: nothing here says that a crime was committed, by whom, or that material suffices. What
speaks against an element is looked for as hard as what speaks for it (Rome Statute, art. 54(1)(a) and 67(2)).
docs/law.md describes the features, the states and how a proposal comes about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from probans.casework.law.cells import Piece, fill
from probans.casework.law.features import ASKING, MEANS, PROCEDURE, contradicts, features_of, speaks_for
from probans.casework.law.parties import Parties, read_parties
from probans.model.case import CaseSettings
from probans.model.claim import Claim
from probans.model.incident import Incident
from probans.model.law import Crime, Matrix
from probans.model.reading import FootageReading

TOLL = "toll"
MOST_BACKGROUND = 8  # claims on the conflict as a whole that are laid against its context
DUTY = "failure-to-investigate"
CONTEXT_KINDS = frozenset({"toll", "agreement", "weapons.use"})
SETTING = {
    "both": " The case does not say what kind of conflict it was, so law for both kinds is proposed.",
    "international": "",
    "non-international": "",
}


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is laid against the law: an incident with its claims and footage, or the claims that belong to none."""

    incident: Incident | None
    claims: tuple[Claim, ...]

    @property
    def kind(self) -> str:
        return self.incident.kind if self.incident else ""


@dataclass(frozen=True, slots=True)
class _Case:
    """What all scenes share: features by claim, the parties, and the claims that speak to every scene."""

    seen: Mapping[str, Mapping[str, str]]
    parties: Parties
    background: tuple[Claim, ...]  # on the conflict as a whole
    steps: tuple[Claim, ...]  # investigations and requests


def lay_out(
    incidents: tuple[Incident, ...],
    claims: tuple[Claim, ...],
    footage: tuple[FootageReading, ...],
    crimes: tuple[Crime, ...],
    settings: CaseSettings,
) -> tuple[Matrix, ...]:
    """Propose crimes for incidents and fill their elements.

    Matrices come in the order of the incidents, then of the crimes. Claims in no incident (totals, use of weapons in
    the whole war, a failure to investigate) are laid out last, with ``incident`` empty.
    """
    case = _case(claims, settings)
    films = {reading.reading.exhibit: reading for reading in footage}
    fitting = tuple(crime for crime in crimes if _fits(crime, settings.conflict))
    matrices = []
    for scene in _scenes(incidents, claims):
        told = {scene.kind}.union(*(_kinds(claim) for claim in scene.claims))
        for crime in fitting:
            pieces = _pieces(crime, scene, case) if told & set(crime.conduct_kinds) else ()
            why = _why(crime, scene, pieces) if pieces else ""
            if why:
                cells = fill(crime, scene.incident, (*pieces, *_background(pieces, case)), films)
                incident = scene.incident.id if scene.incident else ""
                why += SETTING[settings.conflict] if crime.conflict != "both" else ""
                matrices.append(Matrix(crime=crime.id, incident=incident, cells=cells, why_proposed=why))
    return tuple(matrices)


def _case(claims: tuple[Claim, ...], settings: CaseSettings) -> _Case:
    seen = {claim.id: features_of(claim) for claim in claims}
    on_the_conflict = (
        claim
        for claim in claims
        if claim.kind in CONTEXT_KINDS and seen[claim.id].keys() & {"hostilities", "ceasefire"}
    )
    return _Case(
        seen=seen,
        parties=read_parties(settings),
        background=tuple(islice(on_the_conflict, MOST_BACKGROUND)),
        steps=tuple(claim for claim in claims if claim.kind in PROCEDURE | ASKING),
    )


def _fits(crime: Crime, conflict: str) -> bool:
    return "both" in {crime.conflict, conflict} or crime.conflict == conflict


def _scenes(incidents: tuple[Incident, ...], claims: tuple[Claim, ...]) -> Iterable[_Scene]:
    places = {claim.id: place for place, claim in enumerate(claims)}
    taken: set[str] = set()
    for incident in incidents:
        members = _members(incident)
        taken |= members
        yield _Scene(
            incident, tuple(claims[place] for place in sorted(places[member] for member in members & places.keys()))
        )
    yield _Scene(None, tuple(claim for claim in claims if claim.id not in taken))


def _members(incident: Incident) -> set[str]:
    positions = chain.from_iterable(named for item in incident.disagreements for _words, named in item.positions)
    return {*incident.claims, *incident.denials, *positions}


def _pieces(crime: Crime, scene: _Scene, case: _Case) -> tuple[Piece, ...]:
    """The scene's claims that may bear on the crime, with their features."""
    kinds = frozenset(crime.conduct_kinds)
    own = scene.claims if scene.incident else tuple(claim for claim in scene.claims if _kinds(claim) & kinds)
    if DUTY in kinds and own:
        present = {claim.id for claim in own}
        own = (*own, *(claim for claim in case.steps if claim.id not in present))
    accused = case.parties.accused(own)
    return tuple(
        _piece(claim, case, accused, act=_is_act(claim, kinds, case.seen[claim.id], scene.kind)) for claim in own
    )


def _background(pieces: tuple[Piece, ...], case: _Case) -> Iterable[Piece]:
    present = {piece.claim.id for piece in pieces}
    for claim in case.background:
        if claim.id not in present:
            yield Piece(claim=claim, party="", accused=False, features=case.seen[claim.id], background=True)


def _piece(claim: Claim, case: _Case, accused: frozenset[str], *, act: bool) -> Piece:
    party = case.parties.of_speaker(claim)
    features = dict(case.seen[claim.id])
    if act:
        features["act"] = f"{claim.kind}: {_told(claim)}" if claim.about_kind else _told(claim)
    if claim.kind in PROCEDURE and party in accused:
        features["investigation"] = _told(claim)
    others = case.parties.alleged(claim)
    blames = ", ".join(mention.name for mention in claim.alleged_perpetrators)
    elsewhere = blames if party in accused and others and party not in others else ""
    return Piece(claim=claim, party=party, accused=party in accused, features=features, blames=elsewhere)


def _is_act(claim: Claim, kinds: frozenset[str], seen: Mapping[str, str], within: str) -> bool:
    """Whether a claim tells of conduct of these kinds; a toll does when it speaks of attacks.

    People *killed* in an attack are what came of the attack (``within``), not killed in somebody's hands.
    """
    if claim.kind == "killing" and within.startswith(("attack", "medical.attack")) and "captives" not in seen:
        return within in kinds
    return bool(_kinds(claim) & kinds) and (claim.kind != TOLL or bool(claim.about_kind) or "attack" in seen)


def _told(claim: Claim) -> str:
    return claim.trigger.words if claim.trigger else claim.kind


def _kinds(claim: Claim) -> frozenset[str]:
    return frozenset({claim.kind, claim.about_kind} - {""})


def _why(crime: Crime, scene: _Scene, pieces: tuple[Piece, ...]) -> str:
    """Why a crime is proposed, in words; empty when it is not."""
    acting = [piece for piece in pieces if "act" in piece.features and speaks_for(piece.claim)]
    if not acting and (scene.kind == TOLL or scene.kind not in crime.conduct_kinds):
        return ""
    needed = [name for name in crime.needs if any(name in piece.features for piece in pieces)]
    if crime.needs and not needed:
        return ""
    told = {kind for piece in acting for kind in _kinds(piece.claim)}
    kinds = sorted(told & set(crime.conduct_kinds)) or sorted(told) or [scene.kind]
    number = f"{len(acting)} {'claim speaks' if len(acting) == 1 else 'claims speak'} of {', '.join(kinds)}"
    also = f", and the material speaks of {'; '.join(MEANS[name] for name in needed)}" if needed else ""
    denied = sum(contradicts(piece.claim) for piece in pieces)
    against = f" {denied} {'claim denies' if denied == 1 else 'claims deny'} or dispute it." if denied else ""
    return f"Proposed because {number}{also}.{against}"
