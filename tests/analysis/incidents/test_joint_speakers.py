"""Two offices that say one thing together are one origin; one that passes on another's word is not."""

from probans.analysis.incidents.origins import _innermost
from probans.model.claim import Span, Speaker, SpeakerRole


def speaker(name: str, cue: int) -> Speaker:
    return Speaker(name=name, role=SpeakerRole.OFFICE, cue=Span(start=cue, end=cue + 4, words="said"), rule="said")


OUTLET = Speaker(name="River Post", role=SpeakerRole.OUTLET)


def test_those_who_speak_together_go_home_to_the_first_named() -> None:
    found, passed_on = _innermost((OUTLET, speaker("First Office", 40), speaker("Second Office", 40)))
    assert found is not None
    assert (found.name, passed_on) == ("First Office", ("River Post",))


def test_who_passes_on_is_not_the_origin() -> None:
    found, passed_on = _innermost((OUTLET, speaker("First Office", 40), speaker("Witness", 90)))
    assert found is not None
    assert (found.name, passed_on) == ("Witness", ("River Post", "First Office"))
