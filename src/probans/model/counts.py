"""Numbers of people as ranges that never claim more than the words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A whole number of people known as a range.

    ``low``..``high`` is the literal range, true whenever the sentence is (``high`` None: open-ended).
    ``usual_low``..``usual_high`` is what the words usually mean, for vague words only. ``wording`` is the text.
    *Over 94* is low 95; *at least 26* is low 26; *26* is 26..26; *up to 30* is 0..30; *dozens* is vague.
    """

    low: int
    high: int | None
    wording: str = ""
    vague: bool = False
    usual_low: int | None = None
    usual_high: int | None = None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"not a range of people: {self.low}..{self.high}")

    @property
    def is_exact(self) -> bool:
        return self.high == self.low

    def __str__(self) -> str:
        if self.is_exact:
            return str(self.low)
        return f"{self.low} or more" if self.high is None else f"{self.low}–{self.high}"
