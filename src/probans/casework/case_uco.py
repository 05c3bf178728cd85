"""Exhibits and what was done to them as a CASE/UCO graph (JSON-LD with its context inside, so no reader fetches one).

Takes exhibits and log entries, gives plain values. Shapes: UCO 1.4 observable files with hashes, CASE investigative
actions for intake and tool runs, provenance records carrying exhibit numbers.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from probans.model.custody import Entry, Intake, ToolRun
from probans.model.exhibit import Exhibit

CONTEXT = {
    "kb": "http://example.org/kb/",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_URL_NAMESPACE = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")

Node = dict[str, Any]


def case_graph(exhibits: Sequence[Exhibit], entries: Iterable[Entry], software: str) -> Node:
    """JSON-LD document. Ids are derived from digests and log indexes, so the same case gives the same bytes."""
    known = {item.sha256 for item in exhibits}
    nodes: list[Node] = []
    agents: dict[str, Node] = {}
    tools: dict[str, Node] = {}
    for item in exhibits:
        nodes += [_file(item), _record(item)]
    for entry in entries:
        done = entry.event
        if isinstance(done, Intake) and done.sha256 in known:
            nodes.append(_intake(entry, done, _agent(agents, entry.by)))
        elif isinstance(done, ToolRun) and done.exhibit in known:
            tool = _tool(tools, done.tool.name, done.tool.version)
            nodes.append(_run(entry, done, _agent(agents, entry.by), tool))
    _tool(tools, *(software.split(" ", 1) if " " in software else (software, "")))
    return {"@context": CONTEXT, "@graph": [*nodes, *agents.values(), *tools.values()]}


def _id(kind: str, name: str) -> str:
    """A name-based UUID (RFC 9562, version 5, URL namespace): CASE readers expect one at the end of a name."""
    named = _URL_NAMESPACE + f"probans:{kind}:{name}".encode()
    digits = hashlib.sha1(named, usedforsecurity=False).hexdigest()
    variant = f"{int(digits[16], 16) & 3 | 8:x}"
    return f"kb:{kind}-{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def _file(item: Exhibit) -> Node:
    content = {
        "@id": _id("content-data-facet", item.sha256),
        "@type": "uco-observable:ContentDataFacet",
        "uco-observable:mimeType": item.media_type,
        "uco-observable:sizeInBytes": {"@type": "xsd:integer", "@value": str(item.size)},
        "uco-observable:hash": [
            {
                "@id": _id("hash", item.sha256),
                "@type": "uco-types:Hash",
                "uco-types:hashMethod": "SHA256",
                "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": item.sha256.upper()},
            }
        ],
    }
    file = {
        "@id": _id("file-facet", item.sha256),
        "@type": "uco-observable:FileFacet",
        "uco-observable:fileName": item.name.rpartition("/")[2],
        "uco-observable:filePath": item.name,
    }
    return {
        "@id": _id("file", item.sha256),
        "@type": "uco-observable:File",
        "uco-core:hasFacet": [content, file],
    }


def _record(item: Exhibit) -> Node:
    return {
        "@id": _id("provenance-record", item.number),
        "@type": "case-investigation:ProvenanceRecord",
        "case-investigation:exhibitNumber": item.number,
        "uco-core:object": [{"@id": _id("file", item.sha256)}],
    }


def _intake(entry: Entry, done: Intake, agent: str) -> Node:
    action = _action(entry, f"ingestion of {done.number}", agent)
    action["uco-action:object"] = [{"@id": _id("file", done.sha256)}]
    action["uco-action:result"] = [{"@id": _id("provenance-record", done.number)}]
    return action


def _run(entry: Entry, done: ToolRun, agent: str, tool: str) -> Node:
    action = _action(entry, f"{done.stage}: {done.outcome.value}", agent)
    action["uco-action:object"] = [{"@id": _id("file", done.exhibit)}]
    action["uco-action:instrument"] = [{"@id": tool}]
    return action


def _action(entry: Entry, name: str, agent: str) -> Node:
    at = {"@type": "xsd:dateTime", "@value": entry.at}
    return {
        "@id": _id("action", str(entry.index)),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": f"log entry {entry.index}: {name}",
        "uco-action:endTime": at,
        "uco-action:performer": {"@id": agent},
    }


def _agent(agents: dict[str, Node], name: str) -> str:
    key = _id("identity", name)
    agents[key] = {"@id": key, "@type": "uco-identity:Identity", "uco-core:name": name or "unnamed"}
    return key


def _tool(tools: dict[str, Node], name: str, version: str) -> str:
    key = _id("tool", f"{name} {version}")
    tools[key] = {"@id": key, "@type": "uco-tool:Tool", "uco-core:name": name, "uco-tool:version": version}
    return key
