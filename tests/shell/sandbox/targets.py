"""Functions that behave badly on purpose, run inside the sandbox by its tests."""

import ctypes
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

Answer = tuple[Any, tuple[bytes, ...]]


def echo(request: dict[str, Any], inputs: list[Path]) -> Answer:
    return {"request": request, "sizes": [path.stat().st_size for path in inputs]}, tuple(
        path.read_bytes() for path in inputs
    )


def sleep(request: dict[str, Any], inputs: list[Path]) -> Answer:
    time.sleep(60)
    return None, ()


def spin(request: dict[str, Any], inputs: list[Path]) -> Answer:
    while True:
        pass


def fill(request: dict[str, Any], inputs: list[Path]) -> Answer:
    return len(bytearray(3 << 30)), ()


def segfault(request: dict[str, Any], inputs: list[Path]) -> Answer:
    ctypes.string_at(0)
    return None, ()


def flood(request: dict[str, Any], inputs: list[Path]) -> Answer:
    return None, (bytes(2_000_000),)


def fail(request: dict[str, Any], inputs: list[Path]) -> Answer:
    raise ValueError("the third page is upside down")


def chatter(request: dict[str, Any], inputs: list[Path]) -> Answer:
    sys.stdout.write("noise")
    sys.stdout.flush()
    os.write(1, b"more noise")
    os.write(2, b"x" * 1_000_000)
    return "quiet", ()


def leave_child(request: dict[str, Any], inputs: list[Path]) -> Answer:
    child = subprocess.Popen(["sleep", "600"], start_new_session=True)
    return child.pid, ()


def kill_server(request: dict[str, Any], inputs: list[Path]) -> Answer:
    os.kill(os.getppid(), 9)
    time.sleep(60)
    return None, ()


def reach_out(request: dict[str, Any], inputs: list[Path]) -> Answer:
    with socket.socket() as outward:
        outward.settimeout(2)
        try:
            outward.connect(("127.0.0.1", request["port"]))
        except OSError as error:
            return type(error).__name__, ()
    return "connected", ()


def write_input(request: dict[str, Any], inputs: list[Path]) -> Answer:
    try:
        inputs[0].chmod(0o600)
        inputs[0].write_bytes(b"changed")
    except OSError as error:
        return type(error).__name__, ()
    return "changed", ()


def look(request: dict[str, Any], inputs: list[Path]) -> Answer:
    return {"there": Path(request["path"]).exists(), "environment": sorted(os.environ)}, ()


def not_a_number(request: dict[str, Any], inputs: list[Path]) -> Answer:
    return float("nan"), ()


def surrogate(request: dict[str, Any], inputs: list[Path]) -> Answer:
    return json.loads('"\\ud800"'), ()
