"""What a person sees in the terminal: progress per stage, plain results, lineages."""

import json
import sys
from collections.abc import Sequence
from textwrap import fill
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text
from rich.tree import Tree

WIDTH = 79
_SHOWN_PROBLEMS = 20


class StageProgress:
    """One line a stage; silent when ``quiet``, one final line a stage when not a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=quiet,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def stage(self, name: str, done: int, of: int) -> None:
        """Show how far a stage is."""
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=of)
        self._progress.update(self._tasks[name], completed=done, total=of)

    def files(self, count: int, _octets: int) -> None:
        """Show files taken in; how many there are is not known before the walk ends."""
        if "add" not in self._tasks:
            self._tasks["add"] = self._progress.add_task("add", total=None)
        self._progress.advance(self._tasks["add"], count)


def say(plain: dict[str, Any], *, as_json: bool, words: str) -> None:
    """Print the result for a machine or for a person."""
    sys.stdout.write((as_document(plain) if as_json else visible(words)) + "\n")


def as_document(plain: dict[str, Any]) -> str:
    """One JSON document; half a surrogate pair, as in a name that is not UTF-8, is written as its escape."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return text if _is_whole(text) else json.dumps(plain, sort_keys=True)


def visible(words: str) -> str:
    """Words as a terminal may show them: what would steer it or hide something is written as an escape."""
    return "".join(item if item == "\n" or item.isprintable() else ascii(item)[1:-1] for item in words)


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= item <= "\udfff" for item in text)


def say_problems(problems: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    """List problems with their codes."""
    if as_json:
        return
    for item in problems[:_SHOWN_PROBLEMS]:
        line = visible(" ".join(f"{item['code']}: {item['where']!s}: {item['words']}".split("\n")))
        sys.stdout.write(fill(line, width=WIDTH, initial_indent="  ", subsequent_indent="    ") + "\n")
    if len(problems) > _SHOWN_PROBLEMS:
        sys.stdout.write(f"  … and {len(problems) - _SHOWN_PROBLEMS} more, all in the case file.\n")


def say_node(node: dict[str, Any], *, as_json: bool) -> None:
    """Print a lineage as a tree, or as JSON."""
    if as_json:
        sys.stdout.write(as_document(node) + "\n")
        return
    Console().print(_tree(node))


def _tree(node: dict[str, Any]) -> Tree:
    label = Text.from_markup(f"[bold]{escape(node['type'])}[/] {escape(node['id'])}\n")
    label.append(visible(node["caption"]))
    label.append(f"\nlog entries: {', '.join(map(str, node['log_indexes'])) or 'none'}", style="dim")
    tree = Tree(label)
    for below in node["below"]:
        tree.children.append(_tree(below))
    return tree
