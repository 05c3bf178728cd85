"""The inside of the sandbox: a server that forks one worker per request, so that each file has its own limits.

Takes frames on standard input: eight bytes of length, then JSON ``{target, request, inputs, limits}``. Gives on
standard output, per request, a status frame (JSON) and a payload frame (the worker's own framing: header, blobs).
A worker calls ``module:function`` as ``function(request, paths)`` and hands back ``(plain JSON value, blobs)``.
Standard library only; started by ``sandbox.py`` and by nothing else. Nothing a worker does can speak to the host
except through its one pipe, which the server bounds.
"""

import contextlib
import ctypes
import importlib
import json
import os
import resource
import selectors
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STDERR_BYTES = 4096
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER = 1, 38, 36
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def main(arguments: Sequence[str]) -> None:
    """Serve requests until standard input ends. ``arguments``: the level, then modules to import beforehand."""
    level, preload = arguments[0], arguments[1:]
    source, sink = os.dup(0), os.dup(1)
    _leave_standard_streams()
    _settle(alone=level == "full")
    for name in preload:
        # A module that is missing here is reported by the request that needs it.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    write_frame(sink, b'{"ready": true}')
    while (body := read_frame(source)) is not None:
        status, payload = _serve(json.loads(body), (source, sink))
        write_frame(sink, json.dumps(status).encode())
        write_frame(sink, payload)


def read_frame(descriptor: int) -> bytes | None:
    """Read one length-prefixed frame; None at the end of the stream."""
    head = _read_exactly(descriptor, 8)
    if head is None:
        return None
    return _read_exactly(descriptor, int.from_bytes(head, "big"))


def write_frame(descriptor: int, body: bytes) -> None:
    """Write one length-prefixed frame whole."""
    write_all(descriptor, len(body).to_bytes(8, "big"))
    write_all(descriptor, body)


def write_all(descriptor: int, body: bytes) -> None:
    """Write all bytes, however often the pipe is full."""
    view = memoryview(body)
    while view:
        view = view[os.write(descriptor, view) :]


def _serve(order: dict[str, Any], private: tuple[int, int]) -> tuple[dict[str, Any], bytes]:
    """Run one request in a fork of its own; give its status and its payload."""
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        for descriptor in (*private, out_read, err_read):
            os.close(descriptor)
        _work(order, out_write, err_write)
    os.close(out_write)
    os.close(err_write)
    deadline = time.monotonic() + float(order["limits"]["wall_seconds"])
    bounds = {out_read: int(order["limits"]["output_bytes"]) + 1, err_read: STDERR_BYTES}
    taken, ended = _collect(bounds, deadline)
    status = _end(pid, deadline, ended=ended)
    os.close(out_read)
    os.close(err_read)
    status["stderr"] = bytes(taken[err_read]).decode("utf-8", "replace")
    return status, bytes(taken[out_read])


def _collect(bounds: dict[int, int], deadline: float) -> tuple[dict[int, bytearray], str]:
    """Read the pipes until both end, one overflows, or time is up. Standard error beyond its bound is dropped."""
    taken = {descriptor: bytearray() for descriptor in bounds}
    output = next(iter(bounds))
    with selectors.DefaultSelector() as waiting:
        for descriptor in bounds:
            waiting.register(descriptor, selectors.EVENT_READ)
        while output in waiting.get_map():
            left = deadline - time.monotonic()
            ready = waiting.select(left) if left > 0 else []
            if not ready:
                return taken, "time"
            for key, _ in ready:
                block = os.read(key.fd, 1 << 16)
                if not block:
                    waiting.unregister(key.fd)
                room = bounds[key.fd] - len(taken[key.fd])
                taken[key.fd] += block[:room]
            if len(taken[output]) >= bounds[output]:
                return taken, "output"
    return taken, "end"


def _end(pid: int, deadline: float, *, ended: str) -> dict[str, Any]:
    """Reap the worker, killing it when it does not end by itself, and whatever it left behind."""
    code: int | None = None
    while ended == "end" and code is None:
        done, raw = os.waitpid(pid, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(raw)
        elif time.monotonic() >= deadline:
            ended = "time"
        else:
            time.sleep(0.0005)
    if code is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    _end_orphans()
    return {"ended": ended, "code": code}


def _end_orphans() -> None:
    """Kill what a worker started and left: as subreaper this server is their parent now."""
    for _ in range(1000):
        try:
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        except OSError:
            return
        if not children:
            return
        for child in children:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(int(child), signal.SIGKILL)
                os.waitpid(int(child), 0)


def _work(order: dict[str, Any], out: int, err: int) -> None:
    """Be the worker: set the limits, call the function, write the payload, and leave without cleaning up."""
    code = 1
    try:
        os.dup2(err, 2)
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        _limit(order["limits"])
        header, blobs = _call(order)
        write_frame(out, header)
        for blob in blobs:
            write_all(out, blob)
        code = 0
    except BaseException as error:  # noqa: BLE001  a worker has no caller; its exit status is its last word
        with contextlib.suppress(BaseException):
            write_all(2, f"{type(error).__name__}: {error}\n".encode("utf-8", "backslashreplace"))
    finally:
        os._exit(code)


def _call(order: dict[str, Any]) -> tuple[bytes, tuple[bytes, ...]]:
    try:
        module, _, name = str(order["target"]).partition(":")
        function = getattr(importlib.import_module(module), name)
        value, blobs = function(order["request"], [Path(item) for item in order["inputs"]])
        header = {"value": value, "blobs": [len(blob) for blob in blobs]}
        return json.dumps(header, ensure_ascii=False, allow_nan=False).encode(), tuple(blobs)
    except MemoryError:
        return b'{"memory": true}', ()
    except Exception as error:  # noqa: BLE001  everything the function raises is reported, never lost
        report = {"error": type(error).__name__, "words": str(error)[:500].encode("utf-8", "replace").decode()}
        return json.dumps(report).encode(), ()


def _limit(limits: dict[str, Any]) -> None:
    cpu = int(limits["cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (int(limits["memory_bytes"]),) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limits["output_bytes"]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave_standard_streams() -> None:
    """Point 0 and 1 at nothing, so that a library's print cannot break the framing."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)


def _settle(*, alone: bool) -> None:
    """Die with the parent, adopt orphans, gain nothing; without bubblewrap try at least to lose the network."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    if not alone:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        # Unsharing the user clears nothing above; a refusal leaves the network, and the level says "partial".


def _prctl(option: int, value: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0)


def _read_exactly(descriptor: int, size: int) -> bytes | None:
    parts, left = [], size
    while left:
        block = os.read(descriptor, min(left, 1 << 20))
        if not block:
            return None
        parts.append(block)
        left -= len(block)
    return b"".join(parts)


if __name__ == "__main__":
    main(sys.argv[1:])
