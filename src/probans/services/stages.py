"""The reading stages: which exhibits each reads, with which tool, and what it is asked.

Order of the flow: ``extract`` (documents to text and parts), ``footage``, ``table``, ``report`` (text to claims).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from probans.evidence.codec import canonical, sha256_hex
from probans.model.agents import Tool
from probans.model.exhibit import Exhibit, MediaKind
from probans.model.work import Result, Task
from probans.services.process import Read

DOCUMENTS = frozenset(
    {
        MediaKind.TEXT,
        MediaKind.MARKDOWN,
        MediaKind.HTML,
        MediaKind.PDF,
        MediaKind.EMAIL,
        MediaKind.WEB_ARCHIVE,
        MediaKind.TABLE,
        MediaKind.CONTAINER,
    }
)
PICTURES = frozenset({MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO})
WORKING_COPY = "working copy"


def tool_with(tool: Tool, settings: Any) -> Tool:
    """The tool with a digest over its settings and over what else it was given."""
    return Tool(name=tool.name, version=tool.version, settings_digest=sha256_hex(canonical(settings)))


@dataclass(frozen=True, slots=True, kw_only=True)
class BytesStage:
    """A stage that decodes an exhibit's own bytes (in a sandboxed child)."""

    name: str
    tool: Tool
    kinds: frozenset[MediaKind]
    settings: Mapping[str, Any] = field(default_factory=dict)

    def task(self, exhibit: Exhibit, case: Read) -> Task | None:
        """A task for each original or part of the right kind."""
        if exhibit.kind not in self.kinds or exhibit.role == WORKING_COPY:
            return None
        _ = case
        tool = tool_with(self.tool, dict(self.settings))
        request = {
            "exhibit": exhibit.sha256,
            "number": exhibit.number,
            "kind": exhibit.kind.value,
            "media_type": exhibit.media_type,
            "name": exhibit.name,
            "tool": {"name": tool.name, "version": tool.version, "settings_digest": tool.settings_digest},
            **self.settings,
        }
        return Task(stage=self.name, exhibit=exhibit, tool=tool, request=request, inputs=(exhibit.sha256,))

    def fill(self, result: Result, digests: Sequence[str]) -> Mapping[str, Any]:
        """The reading as it came: the child names its blobs by their digests."""
        _ = digests
        return result.reading or {}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStage:
    """A stage that reads the text that ``extract`` took out of an exhibit (pure, in a worker process)."""

    name: str
    tool: Tool
    kinds: frozenset[MediaKind]
    settings: Any

    def task(self, exhibit: Exhibit, case: Read) -> Task | None:
        """A task for each exhibit with extracted text; the tool's settings cover the extraction that it reads."""
        run = case.runs.get((exhibit.sha256, "extract"))
        if exhibit.kind not in self.kinds or run is None or not run.output:
            return None
        extraction = case.reading(exhibit.sha256, "extract") or {}
        if not extraction.get("text"):
            return None
        tool = tool_with(self.tool, [self.settings, run.output])
        request = {"exhibit": exhibit.sha256, "name": exhibit.name, "extraction": dict(extraction), "tool": tool}
        return Task(stage=self.name, exhibit=exhibit, tool=tool, request=request, inputs=(extraction["text"],))

    def fill(self, result: Result, digests: Sequence[str]) -> Mapping[str, Any]:
        """The reading as it came."""
        _ = digests
        return result.reading or {}
