"""Run a function on untrusted bytes in a child process that can neither hang, fill memory, nor reach the network.

Takes ``"module:function"``, a plain request and input paths; gives a ``ChildResult``: a plain value and blobs, or a
``Problem``. With bubblewrap (level ``full``) the child sees the interpreter, the packages and the inputs read-only, and
no network, no other process, no capability; without it (level ``partial``) it has resource limits only. Inputs are
read-only binds and not passed descriptors: an owner may ``fchmod`` even a descriptor opened for reading.

``Sandbox`` keeps one server alive that forks per request: imports are paid once, limits and memory are per file. A
hostile file that takes over its worker still shares the process namespace with the server; it can make later requests
fail but reaches neither the host nor the stored bytes. ``run_in_child`` pays for a fresh server each time.
"""

import contextlib
import json
import os
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

import probans
from probans.model.errors import UsageError
from probans.model.outcome import Outcome, Problem

JSON: TypeAlias = bool | int | float | str | Sequence[Any] | Mapping[str, Any] | None

_START_SECONDS = 120.0
_GRACE_SECONDS = 5.0
_TMP_BYTES = 512 << 20
_BOOT = (
    "import sys, json; sys.path[:0] = json.loads(sys.argv.pop(1)); "
    "from probans.shell.child import main; main(sys.argv[1:])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may use; ``output_bytes`` bounds value and blobs together and any file written."""

    wall_seconds: float = 60.0
    cpu_seconds: int = 60
    memory_bytes: int = 2 << 30
    output_bytes: int = 256 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildResult:
    """How a request ended: ``value`` and ``blobs`` when passed, ``problem`` when failed."""

    outcome: Outcome
    value: Any = None
    blobs: tuple[bytes, ...] = ()
    problem: Problem | None = None
    sandbox_level: str = "partial"


def run_in_child(
    target: str, request: Mapping[str, JSON], *, inputs: Sequence[Path] = (), limits: Limits | None = None
) -> ChildResult:
    """Run ``target`` once in a fresh child that sees exactly ``inputs``."""
    with Sandbox(folders=inputs) as sandbox:
        return sandbox.run(target, request, inputs=inputs, limits=limits)


class Sandbox:
    """A server in a sandbox that sees ``folders`` (or single files) read-only; use as a context manager.

    ``preload`` names modules imported once before the first request; ``packages`` are further folders to import from.
    ``level`` is detected unless given. One thread uses one sandbox.
    """

    def __init__(
        self,
        *,
        folders: Sequence[Path] = (),
        preload: Sequence[str] = (),
        packages: Sequence[Path] = (),
        level: str = "",
    ) -> None:
        self.folders = tuple(path.resolve() for path in folders)
        self.packages = tuple(path.resolve() for path in packages)
        self.preload = tuple(preload)
        self.level = level or detect_level()
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(
        self,
        target: str,
        request: Mapping[str, JSON],
        *,
        inputs: Sequence[Path] = (),
        limits: Limits | None = None,
    ) -> ChildResult:
        """Run one request; a failure is a result with a problem, and the next request is served all the same."""
        bounds = limits or Limits()
        where = ", ".join(path.name for path in inputs) or target
        order = {
            "target": target,
            "request": dict(request),
            "inputs": [self._seen(path) for path in inputs],
            "limits": asdict(bounds),
        }
        try:
            return self._ask(json.dumps(order, allow_nan=False).encode(), bounds, where)
        except TimeoutError:
            self.close()
            return self._failed("CHILD-TIMEOUT", where, "The sandbox did not answer in time and was ended.")
        except (EOFError, BrokenPipeError):
            code = self.close()
            return self._failed("CHILD-CRASH", where, f"The sandbox ended by itself (status {code}).")
        except _BadOutputError as error:
            self.close()
            return self._failed("CHILD-OUTPUT", where, str(error))

    def close(self) -> int | None:
        """End the server and all it started; give its exit status. Harmless when nothing runs."""
        server, self._server = self._server, None
        if server is None:
            return None
        for pipe in (server.stdin, server.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        # The server leads a group of its own; with bubblewrap the namespace dies with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, 9)
        return server.wait()

    def _ask(self, order: bytes, limits: Limits, where: str) -> ChildResult:
        server = self._started()
        stdin, stdout = server.stdin, server.stdout
        if stdin is None or stdout is None:
            raise EOFError
        deadline = time.monotonic() + limits.wall_seconds + _GRACE_SECONDS
        stdin.write(len(order).to_bytes(8, "big") + order)
        stdin.flush()
        status = _parse(_read_frame(stdout.fileno(), deadline, 1 << 20))
        payload = _read_frame(stdout.fileno(), deadline, limits.output_bytes + 1)
        return self._result(status, payload, limits, where)

    def _result(self, status: dict[str, Any], payload: bytes, limits: Limits, where: str) -> ChildResult:
        code, ended = int(status.get("code", 1)), status.get("ended")
        if ended == "time" or code == -24:  # SIGXCPU
            words = f"Reading took longer than {limits.wall_seconds:g} s or {limits.cpu_seconds} s of processor time."
            return self._failed("CHILD-TIMEOUT", where, words)
        if ended == "output":
            return self._failed("CHILD-OUTPUT", where, f"More than {limits.output_bytes} bytes came out.")
        if code != 0:
            return self._crashed(code, str(status.get("stderr", "")), where)
        return self._unpacked(payload, limits, where)

    def _crashed(self, code: int, stderr: str, where: str) -> ChildResult:
        last = (stderr.strip().splitlines() or [""])[-1][:300]
        if last.startswith(("MemoryError", "terminate called after throwing an instance of 'std::bad_alloc'")):
            return self._failed("CHILD-MEMORY", where, "Reading needed more memory than allowed.")
        how = f"signal {-code}" if code < 0 else f"status {code}"
        return self._failed("CHILD-CRASH", where, f"The reader was ended by {how}. {last}".strip())

    def _unpacked(self, payload: bytes, limits: Limits, where: str) -> ChildResult:
        size = int.from_bytes(payload[:8], "big")
        if len(payload) < 8 or len(payload) < 8 + size:
            raise _BadOutputError("The reader's answer is cut short.")
        header = _parse(payload[8 : 8 + size])
        if header.get("memory"):
            words = f"Reading needed more than {limits.memory_bytes} bytes of memory."
            return self._failed("CHILD-MEMORY", where, words)
        if "error" in header:
            return self._failed("CHILD-ERROR", where, f"{header['error']}: {header.get('words', '')}")
        blobs = _cut(payload[8 + size :], header.get("blobs"))
        return ChildResult(outcome=Outcome.PASSED, value=header.get("value"), blobs=blobs, sandbox_level=self.level)

    def _failed(self, code: str, where: str, words: str) -> ChildResult:
        problem = Problem(code=code, where=where, words=words)
        return ChildResult(outcome=Outcome.FAILED, problem=problem, sandbox_level=self.level)

    def _seen(self, path: Path) -> str:
        whole = path.resolve()
        if not any(whole == folder or folder in whole.parents for folder in self.folders):
            raise UsageError("SANDBOX-INPUT", f"{path.name} is not in a folder that this sandbox was given to read.")
        return str(whole)

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._server is None or self._server.poll() is not None:
            self.close()
            self._server = subprocess.Popen(
                [
                    *_confinement(self.level, (*self.packages, *self.folders)),
                    *_interpreter(self.level, self.preload, self.packages),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd="/",
                start_new_session=True,
            )
            if self._server.stdout is None:
                raise EOFError
            _read_frame(self._server.stdout.fileno(), time.monotonic() + _START_SECONDS, 1 << 20)
        return self._server


class _BadOutputError(Exception):
    """The child broke the framing."""


def detect_level() -> str:
    """Say ``full`` when bubblewrap works on this machine with the very arguments used, else ``partial``."""
    if shutil.which("bwrap") is None:
        return "partial"
    trial = [*_confinement("full", ()), sys.executable, "-s", "-P", "-B", "-S", "-c", "pass"]
    try:
        done = subprocess.run(trial, env=_environment(), capture_output=True, timeout=30, check=False, cwd="/")
    except (OSError, subprocess.TimeoutExpired):
        return "partial"
    return "full" if done.returncode == 0 else "partial"


def _confinement(level: str, folders: Sequence[Path]) -> list[str]:
    if level != "full":
        return []
    arguments = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    for name, value in _environment().items():
        arguments += ["--setenv", name, value]
    arguments += ["--proc", "/proc", "--dev", "/dev", "--size", str(_TMP_BYTES), "--tmpfs", "/tmp"]  # noqa: S108
    for path in ("/bin", "/lib", "/lib32", "/lib64"):
        arguments += ["--symlink", str(Path(path).readlink()), path] if Path(path).is_symlink() else []
        arguments += ["--ro-bind", path, path] if Path(path).is_dir() and not Path(path).is_symlink() else []
    for path in ("/usr", "/etc/ld.so.cache", "/etc/alternatives", *_code_folders(), *map(str, folders)):
        arguments += ["--ro-bind-try", path, path]
    return [*arguments, "--chdir", "/tmp", "--"]  # noqa: S108


def _interpreter(level: str, preload: Sequence[str], packages: Sequence[Path]) -> list[str]:
    # -I would also ignore the fixed hash seed, on which the same answer on every run depends; the environment is
    # ours alone, so -s -P (no user packages, no unsafe path) isolate as well.
    paths = json.dumps([*_import_paths(), *map(str, packages)])
    return [sys.executable, "-s", "-P", "-B", "-c", _BOOT, paths, level, *preload]


def _import_paths() -> list[str]:
    """Where the child finds packages: ours first, then the installed ones; never the working directory."""
    ours = str(Path(probans.__file__).resolve().parent.parent)
    installed = [entry for entry in sys.path if Path(entry).name in {"site-packages", "dist-packages"}]
    return [ours, *(entry for entry in installed if entry != ours)]


def _code_folders() -> list[str]:
    real = str(Path(sys.executable).resolve().parent)
    wanted = [sys.prefix, sys.base_prefix, str(Path(sys.executable).parent), real, *_import_paths()]
    return [path for path in dict.fromkeys(wanted) if path != "/" and not path.startswith("/usr/bin")]


def _environment() -> dict[str, str]:
    """The child's whole environment: nothing of the user's, one thread per library, one seed, one zone."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp",  # noqa: S108
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TMPDIR": "/tmp",  # noqa: S108
        **threads,
    }


def _read_frame(descriptor: int, deadline: float, bound: int) -> bytes:
    size = int.from_bytes(_read_by(descriptor, 8, deadline), "big")
    if size > bound:
        raise _BadOutputError("The reader's answer is longer than allowed.")
    return _read_by(descriptor, size, deadline)


def _read_by(descriptor: int, size: int, deadline: float) -> bytes:
    taken = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(descriptor, selectors.EVENT_READ)
        while len(taken) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not waiting.select(left):
                raise TimeoutError
            block = os.read(descriptor, min(size - len(taken), 1 << 20))
            if not block:
                raise EOFError
            taken += block
    return bytes(taken)


def _parse(body: bytes) -> dict[str, Any]:
    """Read JSON written by a child that may be hostile: no NaN, no lone surrogate, no endless nesting."""
    try:
        value = json.loads(body, parse_constant=_refuse)
        if b"\\u" in body:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise _BadOutputError("The reader's answer is not well-formed.") from error
    if not isinstance(value, dict):
        raise _BadOutputError("The reader's answer is not a record.")
    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _cut(body: bytes, lengths: object) -> tuple[bytes, ...]:
    if not isinstance(lengths, list) or not all(isinstance(size, int) and size >= 0 for size in lengths):
        raise _BadOutputError("The reader's answer does not say how long its parts are.")
    if sum(lengths) != len(body):
        raise _BadOutputError("The reader's parts do not add up to what it sent.")
    blobs, start = [], 0
    for size in lengths:
        blobs.append(body[start : start + size])
        start += size
    return tuple(blobs)
