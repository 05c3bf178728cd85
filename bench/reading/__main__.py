"""Measure reading on the dev parts: ``python -m bench.reading [SET ...] [--every N]``.

Sets: newsquant, gva, tempeval, polnear, geo, muc4, indiapolice, speed. One table; the scoring is that of each set's
SOURCE.md. Held-out parts are never read here.
"""

import argparse
import resource
import time
from collections.abc import Callable

from bench.machine import ROOT, record
from bench.reading import geo, gva, indiapolice, muc4, newsquant, polnear, tempeval
from bench.reading.peers import keyword_counts

Scores = dict[str, float]


def main() -> None:
    """Run the measures asked for and record them."""
    options = _options()
    measures: dict[str, Callable[[], Scores]] = {
        "newsquant": newsquant.measure,
        "gva": lambda: gva.measure(options.every),
        "gva keyword peer": lambda: _keyword_peer(options.every),
        "tempeval": tempeval.measure,
        "polnear": polnear.measure,
        "geo": geo.measure,
        "muc4": muc4.measure,
        "indiapolice": lambda: indiapolice.measure(options.every),
        "speed": lambda: _speed(options.every),
    }
    results = {}
    for name, measure in measures.items():
        if options.sets and name.split()[0] not in options.sets:
            continue
        results[name] = {key: round(value, 3) for key, value in measure().items()}
        print(f"{name:<18} " + "  ".join(f"{key} {value}" for key, value in results[name].items()), flush=True)
    record(ROOT / "bench" / "reading" / "results", "reading", {"every": options.every, "results": results})


def _keyword_peer(every: int) -> Scores:
    right = [0, 0, 0]
    docs = gva.documents(every)
    for doc, killed, injured in docs:
        ours = keyword_counts(f"{doc['title']}\n{doc['text']}")
        right[0] += ours[0] == killed
        right[1] += ours[1] == injured
        right[2] += ours == (killed, injured)
    return {name: right[at] / len(docs) for at, name in enumerate(("killed", "injured", "both"))}


def _speed(every: int) -> Scores:
    docs = [doc for doc, _, _ in gva.documents(every * 10)]
    gva.figures(docs[0])
    began = time.process_time()
    for doc in docs:
        gva.figures(doc)
    seconds = time.process_time() - began
    return {
        "articles/s": len(docs) / seconds,
        "thousand characters/s": sum(len(doc["text"]) for doc in docs) / seconds / 1000,
        "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*")
    parser.add_argument(
        "--every", type=int, default=1, help="read only every Nth article or sentence of the large sets"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
