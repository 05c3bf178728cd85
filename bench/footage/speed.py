"""Cost of fingerprints and of searching them, beside others in the same run: one thread, processor time.

``python -m bench.footage.speed [--codes N] [--peers DIR]``: DIR holds ``pdqhash`` and ``faiss``, installed apart (they
are no dependency of the project); what is absent is left out and said.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.footage import clips, edits
from bench.machine import ROOT, record
from probans.analysis.footage import index as indexing
from probans.analysis.footage import pdq
from probans.analysis.footage.index import Budget
from probans.shell.connectors.footage import moving


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codes", type=int, default=10_000_000)
    parser.add_argument("--peers", default="")
    options = parser.parse_args()
    if options.peers:
        sys.path.append(options.peers)
    result: dict[str, Any] = {"fingerprint": fingerprint(), "video": video(), "codes": options.codes}
    result["search"] = search(options.codes)
    record(ROOT / "bench" / "footage" / "results", "speed", result)
    for table, rows in result.items():
        print(table, rows if not isinstance(rows, dict) else "")
        for name, row in rows.items() if isinstance(rows, dict) else ():
            print(f"  {name:<28} {row}")


def fingerprint() -> dict[str, Any]:
    """One 720p frame, milliseconds."""
    source = clips.SHARED / "clips" / "demo_skeleton.mp4"
    picture = next(picture for _time, picture in edits.frames(source)).resize((1280, 720))
    rgb = np.asarray(picture)
    plane = pdq.brightness(rgb).round().astype(np.uint8)
    rows = {"ours, from the brightness plane": _ms(lambda: pdq.fingerprint(plane), 100)}
    rows["ours, from RGB"] = _ms(lambda: pdq.fingerprint(pdq.brightness(rgb)), 50)
    peer = _peer("pdqhash")
    if peer is not None:
        rows["pdqhash, from RGB"] = _ms(lambda: peer.compute(rgb), 20)
        code, _ = peer.compute(rgb)
        found = np.frombuffer(bytes.fromhex(pdq.fingerprint(pdq.brightness(rgb))[0]), dtype=np.uint8)
        rows["bits that differ from pdqhash"] = int((np.unpackbits(found) != code).sum())
        rows["ratio"] = round(rows["pdqhash, from RGB"] / rows["ours, from the brightness plane"], 1)
    return rows


def video() -> dict[str, Any]:
    """Seconds of video per processor second: decoding alone, and the whole reading."""
    rows: dict[str, Any] = {}
    for name in ("clips/car-detection.mp4", "vpdq/sample-videos/pattern-hd-no-bar.mp4", "clips/demo_skeleton.mp4"):
        path = clips.SHARED / name
        started = time.process_time()
        frames = 0
        with path.open("rb") as stream, moving.open_container(stream) as container:
            container.streams.video[0].codec_context.thread_count = 1
            length = float(container.duration or 0) / 1e6
            for _frame in container.decode(video=0):
                frames += 1
        decode = time.process_time() - started
        started = time.process_time()
        moving.look(path, path.name)
        reading = time.process_time() - started
        rows[path.stem] = {
            "decode x real time": round(length / decode, 1),
            "reading x real time": round(length / reading, 1),
            "reading / decode": round(reading / decode, 2),
            "frames": frames,
        }
    return rows


def search(count: int) -> dict[str, Any]:
    """Queries with a neighbour planted at 0 to 31 bits among random codes."""
    dice = np.random.default_rng(1)
    codes = dice.integers(0, 256, (count, 32), dtype=np.uint8)
    queries, _away = _planted(codes[:1000], dice)
    indexing.build(codes[:1000])
    started = time.process_time()
    index = indexing.build(codes)
    build = time.process_time() - started
    rows: dict[str, Any] = {
        "index": {"build_s": round(build, 1), "bytes_per_code": round(index.bytes_per_code), "slots": len(index.starts)}
    }
    flat = _flat(codes, queries[:20], rows)
    for budget in Budget:
        # The best of five: the first touch of a page and other people's load are not the search.
        tried = [_ms(lambda: indexing.search(index, queries, radius=31, budget=budget), 1) for _ in range(5)]  # noqa: B023
        spent = min(tried) / 1000 / len(queries)
        found = indexing.search(index, queries, radius=31, budget=budget)
        right = np.isin(np.arange(len(queries)), found.query[found.row == found.query]).mean()
        rows[budget.value] = {
            "us": round(spent * 1e6, 1),
            "x flat": round(flat / spent),
            "recall": round(float(right), 4),
            "promised at 31": round(indexing.recall(index, 31, budget), 4),
        }
    return rows


def _flat(codes: np.ndarray, queries: np.ndarray, rows: dict[str, Any]) -> float:
    """Seconds a query by FAISS's flat index, else by our own scan; and FAISS's multi-hash where it is there."""
    columns = np.ascontiguousarray(codes.view(np.uint64).T)
    indexing.scan(columns[:, :100].copy(), queries[:2], radius=31)
    ours = _ms(lambda: indexing.scan(columns, queries, radius=31), 1) / 1000 / len(queries)
    rows["our scan"] = {"ns per code": round(ours / len(codes) * 1e9, 2)}
    faiss = _peer("faiss")
    if faiss is None:
        return ours
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexBinaryFlat(256)
    flat.add(codes)
    # Whichever of its two searches is faster today.
    spent = min(_ms(lambda: flat.range_search(queries, 32), 2), _ms(lambda: flat.search(queries, 1), 2))
    spent = spent / 1000 / len(queries)
    rows["FAISS flat"] = {"ns per code": round(spent / len(codes) * 1e9, 2)}
    few = codes[: min(len(codes), 1_000_000)]
    multi = faiss.IndexBinaryMultiHash(256, 8, 24)
    started = time.process_time()
    multi.add(few)
    theirs = time.process_time() - started
    started = time.process_time()
    indexing.build(few)
    rows["build of a million"] = {
        "ours_s": round(time.process_time() - started, 2),
        "FAISS multi-hash 8 x 24_s": round(theirs, 2),
    }
    return spent


def _planted(codes: np.ndarray, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    away = dice.integers(0, 32, len(codes))
    bits = np.unpackbits(codes, axis=1)
    for row, many in zip(bits, away, strict=True):
        row[dice.choice(256, many, replace=False)] ^= 1
    return np.packbits(bits, axis=1), away


def _ms(work: Callable[[], object], times: int) -> float:
    work()
    started = time.process_time()
    for _ in range(times):
        work()
    return round((time.process_time() - started) / times * 1000, 4)


def _peer(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


if __name__ == "__main__":
    main()
