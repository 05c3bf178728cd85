"""How word lists are written in this room: words separated by space, phrases by semicolons."""


def words(listed: str) -> frozenset[str]:
    """A set of single words."""
    return frozenset(listed.split())


def phrases(listed: str) -> tuple[tuple[str, ...], ...]:
    """Phrases as tuples of words, in the order written."""
    return tuple(tuple(phrase.split()) for phrase in listed.split(";") if phrase.strip())
