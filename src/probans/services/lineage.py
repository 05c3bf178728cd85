"""Lineage: which records an entry's output holds, and what each stands on, down to the bytes.

``derive`` gives index rows from a log entry; ``show`` walks from any id down to exhibit, digest and log entry.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from probans.evidence.codec import canonical
from probans.model.custody import Analysed, Decided, Entry, ToolRun
from probans.model.errors import UsageError
from probans.model.exhibit import Exhibit
from probans.services.ports import CaseStore

Row = dict[str, Any]
ReadBlob = Callable[[str], bytes]
_DEPTH = 12


def derive(entry: Entry, read: ReadBlob) -> list[Row]:
    """Index rows of the records in an entry's output blob."""
    done = entry.event
    if isinstance(done, ToolRun) and done.stage == "report" and done.output:
        reading = json.loads(read(done.output))
        return [_row(entry, "claim", item, [item["text"], item["exhibit"]]) for item in reading.get("claims", ())]
    if isinstance(done, Analysed):
        return list(_analysis_rows(entry, json.loads(read(done.output))))
    if isinstance(done, Decided):
        plain = json.loads(canonical(done.decision))
        return [_row(entry, "decision", plain, plain.get("subjects", []))]
    return []


def _analysis_rows(entry: Entry, plain: Row) -> Iterator[Row]:
    casualties = plain.get("casualties", {})
    for item in plain.get("incidents", ()):
        parents = [*item.get("claims", ()), *item.get("footage", ())]
        yield _row(entry, "analysis.incident", item, parents)
    for item in plain.get("origins", ()):
        edges = [edge["claim"] for edge in plain.get("origin_edges", ()) if edge["origin"] == item["id"]]
        yield _row(entry, "analysis.origin", item, edges)
    for item in casualties.get("figures", ()):
        yield _row(entry, "analysis.figure", item, [*item.get("reports", ()), *item.get("parts", ())])
    for item in casualties.get("reports", ()):
        yield _row(entry, "analysis.reported figure", item, [part.partition("#")[0] for part in item["claims"]])
    for item in casualties.get("people", ()):
        yield _row(entry, "analysis.casualty record", item, sorted({row.partition("#")[0] for row in item["rows"]}))


def _row(entry: Entry, kind: str, item: Row, parents: Iterable[str]) -> Row:
    return {
        "id": item["id"],
        "type": kind,
        "log_index": entry.index,
        "parents": canonical(sorted(set(parents))).decode(),
        "body": canonical(item).decode(),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One step of a lineage: what it is, a caption, and what it stands on."""

    id: str
    type: str
    caption: str
    log_indexes: tuple[int, ...]
    body: Row
    below: tuple["Node", ...] = ()


def show(store: CaseStore, identifier: str) -> Node:
    """Lineage of a record, exhibit number or digest, down to bytes. Raises UsageError when unknown or ambiguous."""
    exhibits = {exhibit.sha256: exhibit for exhibit in store.exhibits()}
    wanted = _resolve(store, exhibits, identifier)
    return _node(store, exhibits, wanted, _DEPTH)


def _resolve(store: CaseStore, exhibits: dict[str, Exhibit], identifier: str) -> str:
    wanted = identifier.strip()
    matches = [item.sha256 for item in exhibits.values() if item.number == wanted]
    if not matches and len(wanted) >= 6:
        matches = [digest for digest in exhibits if digest.startswith(wanted.lower())]
        matches += [row["id"] for row in store.find(wanted) if row["id"] not in matches]
    if wanted in matches:
        return wanted
    if len(matches) > 1:
        raise UsageError("ID-AMBIGUOUS", f"{identifier!r} fits {len(matches)} records: {', '.join(matches[:5])} …")
    if not matches:
        raise UsageError("ID-UNKNOWN", f"Nothing in this case has the id {identifier!r}.")
    return matches[0]


def _node(store: CaseStore, exhibits: dict[str, Exhibit], identifier: str, depth: int) -> Node:
    if identifier in exhibits:
        return _exhibit_node(store, exhibits, exhibits[identifier])
    rows = [row for row in store.find(identifier) if row["id"] == identifier]
    if not rows:
        return Node(id=identifier, type="unknown", caption="not in this case", log_indexes=(), body={})
    row = rows[0]
    body = json.loads(row["body"])
    below = json.loads(row["parents"]) if depth else []
    return Node(
        id=identifier,
        type=row["type"].removeprefix("analysis."),
        caption=caption(row["type"], body),
        log_indexes=(row["log_index"],),
        body=body,
        below=tuple(_node(store, exhibits, parent, depth - 1) for parent in below),
    )


def _exhibit_node(store: CaseStore, exhibits: dict[str, Exhibit], exhibit: Exhibit) -> Node:
    entries = tuple(row["log_index"] for row in store.entries_about(exhibit.sha256))
    parent = exhibits.get(exhibit.parent)
    return Node(
        id=exhibit.sha256,
        type=f"exhibit, {exhibit.role}",
        caption=f"{exhibit.number} · {exhibit.name} · {exhibit.media_type} · {exhibit.size} bytes",
        log_indexes=entries,
        body=json.loads(canonical(exhibit)),
        below=(_exhibit_node(store, exhibits, parent),) if parent else (),
    )


def caption(kind: str, body: Row) -> str:
    """One plain line on a record."""
    if kind == "claim":
        return f"{body['kind']}, {body.get('stance', 'asserts')}: “{body['passage']['words']}”"
    for key in ("title", "label", "name", "words", "wording", "act"):
        if body.get(key):
            return str(body[key])
    return " · ".join(str(item) for item in body.get("names", ()))
