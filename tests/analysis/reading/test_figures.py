"""The figure that a report gives for what it mainly tells."""

from probans.analysis.reading.figures import report_figures
from probans.model.claim import PersonOutcome
from tests.analysis.reading.reader import read


def figures(text: str) -> dict[str, str]:
    """Outcome to range."""
    return {outcome.value: str(count) for outcome, count in report_figures(read(text)).items()}


def test_the_lead_is_not_added_to_its_parts() -> None:
    text = (
        "Shells killed nine people in Kelmora. Three of the victims were killed at the gate and six were killed inside."
    )
    assert figures(text) == {"killed": "9"}


def test_counts_of_one_sentence_add_up() -> None:
    assert figures("Two men and three women were killed in Kelmora.") == {"killed": "5"}


def test_who_was_shot_and_not_killed_was_injured() -> None:
    assert figures("Five people were shot in Kelmora. Two were killed.") == {
        "killed": "2",
        "killed or injured": "5",
        "injured": "3–5",
    }


def test_a_total_of_the_war_is_not_the_figure_of_the_report() -> None:
    text = "Six people died in Kelmora. More than 400 civilians were killed between 1 December 2030 and 10 March 2031."
    assert report_figures(read(text))[PersonOutcome.KILLED].low == 6
