"""Reading: a text to attributed claims with exact passages. Rules only; the same text gives the same claims."""

from probans.analysis.reading.report import read_report
from probans.analysis.reading.resources import Resources

__all__ = ["Resources", "read_report"]
