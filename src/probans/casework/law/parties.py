"""Who speaks and which party is meant, by the names that the case gives to its parties."""

import re
from dataclasses import dataclass

from probans.model.case import CaseSettings
from probans.model.claim import Claim


@dataclass(frozen=True, slots=True)
class Parties:
    """Patterns of the parties' names, and the parties that outlets belong to."""

    names: tuple[tuple[str, re.Pattern[str]], ...]
    outlets: tuple[tuple[str, str], ...]

    def named_in(self, text: str) -> frozenset[str]:
        """Ids of the parties that a text names."""
        return frozenset(party for party, pattern in self.names if pattern.search(text))

    def of_speaker(self, claim: Claim) -> str:
        """The party of whoever speaks, from the innermost speaker outwards; empty when none is known."""
        outlets = dict(self.outlets)
        for speaker in reversed(claim.chain):
            found = sorted(self.named_in(speaker.name)) or [outlets.get(speaker.name, "")]
            if found[0]:
                return found[0]
        return ""

    def alleged(self, claim: Claim) -> frozenset[str]:
        """Parties named as the alleged perpetrators."""
        return self.named_in(" ; ".join(mention.name for mention in claim.alleged_perpetrators))

    def accused(self, claims: tuple[Claim, ...]) -> frozenset[str]:
        """Parties on which claims by others lay the conduct; who is named in the passage where no author is given."""
        found: set[str] = set()
        for claim in claims:
            speaker = self.of_speaker(claim)
            named = self.alleged(claim)
            if not named and claim.kind == "failure-to-investigate":
                named = self.named_in(claim.passage.words)
            found |= named - {speaker}
        return frozenset(found)


def read_parties(settings: CaseSettings) -> Parties:
    """Compile the names of the case's parties."""
    names = tuple(
        (party.id, _any_of((party.name, *party.names))) for party in settings.parties if party.name or party.names
    )
    outlets = tuple((outlet.name, outlet.party) for outlet in settings.outlets if outlet.party)
    return Parties(names, outlets)


def account(claim: Claim) -> str:
    """Who says it and how: *Ministry of Vesmar (alleges)*."""
    speaker = (claim.chain[-1].name if claim.chain else "") or "The report in its own voice"
    return f"{speaker} ({claim.stance.value})"


def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name)) if name)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
