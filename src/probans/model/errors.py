"""The few exceptions: a promise was broken and the action did not happen.

Bad material is never an exception; it is a ``Problem`` (see outcome.py).
"""


class ProbansError(Exception):
    """Base of all. ``code`` is stable, the message is a sentence a person can act on."""

    exit_status = 1

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words

    def __str__(self) -> str:
        return f"{self.code}: {self.words}"


class UsageError(ProbansError):
    """The request cannot be carried out as asked (no such case, no such record, wrong settings)."""

    exit_status = 2


class CaseBusy(ProbansError):
    """Another process holds the case."""

    exit_status = 3


class StorageError(ProbansError):
    """Bytes could not be written or read (disk full, read-only case, input/output error)."""

    exit_status = 4


class IntegrityError(ProbansError):
    """What is stored is not what was promised (digest, root, signature, order)."""

    exit_status = 5
