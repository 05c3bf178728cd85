"""Short ways to write claims in tests."""

from probans.model.case import CaseSettings, Outlet, Party
from probans.model.claim import Claim, CountClaim, Mention, PersonOutcome, Span, Speaker, SpeakerRole, Stance
from probans.model.counts import Count

SETTINGS = CaseSettings(
    parties=(
        Party(id="vesmar", name="Vesmar", names=("Vesmari",)),
        Party(id="torrund", name="Torrund", names=("Torrundian",)),
    ),
    outlets=(Outlet(name="Sund Courier", match=("sund",), party="torrund"),),
)


def mention(words: str) -> Mention:
    return Mention(name=words, span=Span(start=0, end=len(words), words=words))


def claim(identifier: str, kind: str, words: str, **more: object) -> Claim:
    """A claim with a passage; ``by`` the speaker, ``perpetrator``, ``killed`` a number, ``about`` an about_kind."""
    speaker = str(more.get("by", "Sund Courier"))
    killed = more.get("killed")
    counts: tuple[CountClaim, ...] = ()
    if isinstance(killed, int):
        span = Span(start=0, end=0, words=f"{killed} killed")
        counts = (CountClaim(outcome=PersonOutcome.KILLED, count=Count(low=killed, high=killed), span=span),)
    perpetrator = more.get("perpetrator")
    return Claim(
        id=identifier,
        exhibit="e",
        text="t",
        passage=Span(start=0, end=len(words), words=words),
        kind=kind,
        about_kind=str(more.get("about", "")),
        stance=Stance(str(more.get("stance", "asserts"))),
        chain=(Speaker(name=speaker, role=SpeakerRole.OFFICE),),
        alleged_perpetrators=(mention(str(perpetrator)),) if perpetrator else (),
        addressee=str(more.get("addressee", "")),
        counts=counts,
    )
