"""Does the stand-alone verifier need each of its checks, and does it catch a change of any single byte?

``python -m bench.verifier [--flips 10000] [--seed 1] [--entries 100000]``

1. Removal: each ``if ...: raise Broken(CODE, ...)`` of the verifier is taken out in turn, and the forgeries that expect
   CODE are run again. A check whose removal lets no forgery through is listed: another check stands behind it, or a
   forgery is missing. Checks of time stamps are left out: their forgeries need an authority (tests/verifier).
2. Flips: one byte anywhere in a case and in two packages (whole, selected) is changed to another value. The verifier,
   with key and kept checkpoint, must not pass. Files that are no evidence (docs/format) are left out of a case.
3. Time: a log of many entries, checked by the verifier in a process of its own; entries a second and peak memory.
"""

import argparse
import ast
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.cases import open_case
from tests.forgeries import test_packages
from tests.forgeries.base import Base, make_base, write_file
from tests.forgeries.forgeries import FORGERIES
from tests.verifier.proof_cases import faults

from bench.machine import ROOT, record
from probans.services.export_bag import Companions, Recipient, export_bag
from probans.shell.bag import BagFolder
from verifier import probans_verify as verify

SOURCE = ROOT / "verifier" / "probans_verify.py"
PATIENCE = 60  # seconds for one check taken out
NO_EVIDENCE = ("case.toml", "case.lock", "index.sqlite", "keys/log.key")


def main() -> None:
    """Run both and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--entries", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        base = make_base(folder / "case")
        subjects = {"case": base.folder} | packages(base, folder)
        removal = try_removals(base, subjects, folder)
        flips = {name: try_flips(path, base, options) for name, path in subjects.items()}
        speed = time_log(folder / "long", options.entries)
    results = {"removal": removal, "flips": flips, "time": speed}
    record(ROOT / "bench" / "verifier" / "results", "verifier", results)
    print(f"log of {options.entries} entries: {speed}")
    print(f"checks: {removal['checks']}, needed: {removal['needed']}")
    for line in removal["stood_in_for"]:
        print(f"  removal not noticed: {line}")
    for name, row in flips.items():
        print(f"flips in {name}: {row['tried']} tried, {row['caught']} caught, {row['per_second']} a second")
        for line in row["passed"]:
            print(f"  passed: {line}")


def packages(base: Base, folder: Path) -> dict[str, Path]:
    """A whole and a selected package of the case."""
    companions = Companions(verifier=SOURCE.read_bytes(), how_to="how", software="bench", fictional=True)
    for name, numbers in (("whole", ()), ("selected", test_packages.SELECTED)):
        copy = Path(shutil.copytree(base.folder, folder / f"copy-{name}"))
        with closing(open_case(copy)) as store:
            export_bag(store, BagFolder(folder / name), companions, Recipient(name="x"), numbers=numbers, by="bench")
    return {"whole package": folder / "whole", "selected package": folder / "selected"}


# --- removal ---------------------------------------------------------------------------------------------------------


def try_removals(base: Base, subjects: dict[str, Path], folder: Path) -> dict[str, Any]:
    """Take out each check in turn."""
    forged = list(make_forgeries(base, subjects, folder / "forged"))
    guards = list(find_guards())
    unnoticed = []
    for line, code in guards:
        if not is_needed(without(line), code, forged, base):
            unnoticed.append(f"line {line}: {code}")
    return {"checks": len(guards), "needed": len(guards) - len(unnoticed), "stood_in_for": unnoticed}


def is_needed(module: types.ModuleType, code: str, forged: list[tuple[Path, str]], base: Base) -> bool:
    """Whether a verifier without one check lets a forgery through, falls over, or never ends."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(PATIENCE)
    try:
        through = any(code not in codes(module, path, base) for path, wanted in forged if wanted == code)
        return through or (code.startswith("PROOF-") and bool(faults(module)))
    except TimeoutError:
        return True
    finally:
        signal.alarm(0)


def _too_long(*_: object) -> None:
    raise TimeoutError


def make_forgeries(base: Base, subjects: dict[str, Path], folder: Path) -> Iterator[tuple[Path, str]]:
    """Every forgery, made once, with the code that it must be given."""
    for forgery in FORGERIES:
        case = Path(shutil.copytree(base.folder, folder / forgery.name))
        forgery.make(case)
        yield case, forgery.verifier
    for make, kind, code in test_packages.FORGERIES:
        package = Path(shutil.copytree(subjects[f"{kind} package"], folder / f"package-{make.__name__}"))
        make(package)
        yield package, code


def find_guards() -> Iterator[tuple[int, str]]:
    """Line and code of each ``if`` that does nothing but raise Broken."""
    for node in ast.walk(ast.parse(SOURCE.read_text("utf-8"))):
        if isinstance(node, ast.If) and len(node.body) == 1 and isinstance(node.body[0], ast.Raise):
            raised = node.body[0].exc
            if isinstance(raised, ast.Call) and len(raised.args) == 2 and isinstance(raised.args[0], ast.Constant):
                code = str(raised.args[0].value)
                if "-" in code and not code.startswith("STAMP-"):
                    yield node.lineno, code


def without(line: int) -> types.ModuleType:
    """The verifier without the check on a line."""
    tree = ast.parse(SOURCE.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and node.lineno == line:
            node.test = ast.copy_location(ast.Constant(value=False), node.test)
    module = types.ModuleType("without")
    exec(compile(ast.fix_missing_locations(tree), str(SOURCE), "exec"), module.__dict__)
    return module


def codes(module: Any, subject: Path, base: Base) -> set[str]:
    """Codes that a verifier gives; one that falls over gives none."""
    found = set()
    for kept in (base.kept, (base.folder / "log" / "checkpoint").read_bytes()):
        asked = module.Asked(key=module.parse_key(base.key), since=kept)
        try:
            found |= {item.code for item in module.check(subject, asked) if item.outcome != module.PASSED}
        except TimeoutError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the forgery was not named
            found.add(type(error).__name__)
    return found


# --- time ------------------------------------------------------------------------------------------------------------


def time_log(folder: Path, entries: int) -> dict[str, Any]:
    """Check a long log in a process of its own."""
    base = make_base(folder, entries)
    began = time.perf_counter()
    # The child tells its own peak from /proc: ru_maxrss would include its parent's memory at the fork.
    program = f"""
import runpy, sys
try:
    runpy.run_path({str(SOURCE)!r}, run_name="__main__")
finally:
    lines = open("/proc/self/status").read().splitlines()
    print([line.split()[1] for line in lines if line.startswith("VmHWM")][0], file=sys.stderr)
"""
    command = [sys.executable, "-c", program, str(base.folder), "--key", base.key, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    return {"exit": done.returncode, "per_second": round(entries / seconds), "peak_mib": int(done.stderr) // 1024}


# --- flips -----------------------------------------------------------------------------------------------------------


def try_flips(subject: Path, base: Base, options: argparse.Namespace) -> dict[str, Any]:
    """Change one byte at a time, each file as often as its share of all bytes, at least the small ones too."""
    dice = random.Random(options.seed)
    files = [path for path in sorted(subject.rglob("*")) if path.is_file() and path.stat().st_size]
    files = [path for path in files if path.relative_to(subject).as_posix() not in NO_EVIDENCE]
    passed, began = [], time.perf_counter()
    for _ in range(options.flips):
        path = dice.choice(files)
        octets = path.read_bytes()
        at, bits = dice.randrange(len(octets)), dice.randrange(1, 256)
        write_file(path, octets[:at] + bytes([octets[at] ^ bits]) + octets[at + 1 :])
        if is_passed(subject, base):
            passed.append(f"{path.relative_to(subject)} byte {at} xor {bits}")
        write_file(path, octets)
    seconds = time.perf_counter() - began
    return {
        "tried": options.flips,
        "caught": options.flips - len(passed),
        "passed": passed,
        "per_second": round(options.flips / seconds, 1),
    }


def is_passed(subject: Path, base: Base) -> bool:
    """Whether the verifier finds nothing; it stops at the first thing found, so that many flips are tried."""
    asked = verify.Asked(key=verify.parse_key(base.key), since=base.kept)
    return all(item.outcome == verify.PASSED for item in verify.check(subject, asked))


if __name__ == "__main__":
    main()
