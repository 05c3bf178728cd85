"""Read a rendered page as a browser would, with what tests ask of it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "img", "br", "hr", "col", "link"}
UNCLOSED_OK: set[str] = set()


@dataclass
class Element:
    """An element with its attributes and all text inside."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: tuple[str, ...] = ()


@dataclass
class Page:
    """All elements in order, and what was not well-formed."""

    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, name: str) -> Element:
        found = [element for element in self.elements if element.attributes.get("id") == name]
        assert len(found) == 1, f"{len(found)} elements with id {name}"
        return found[0]

    @property
    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.page.faults.append(f"attribute twice in <{tag}> at {self.getpos()}")
        inside = tuple(one.tag for one in self.open)
        element = Element(tag=tag, attributes={name: value or "" for name, value in attrs}, inside=inside)
        self.page.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self.page.faults.append(
                f"</{tag}> at {self.getpos()} closes {self.open[-1].tag if self.open else 'nothing'}"
            )
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read_page(octets: bytes) -> Page:
    """Parse a page strictly: every element that is opened must be closed in order."""
    reader = _Reader()
    reader.feed(octets.decode("utf-8"))
    reader.close()
    reader.page.faults += [f"<{element.tag}> is never closed" for element in reader.open]
    return reader.page
