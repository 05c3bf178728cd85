"""``python -m bench.incidents DATA [grouping|copies|scale]...``: DATA is the folder of third-party texts.

Prints one JSON object for each measure; MinHash is measured beside ours when datasketch is installed.
"""

import importlib.util
import json
import sys
from pathlib import Path

from bench.incidents import copies, scale
from bench.incidents.gva import Material, labels_of, load, scores, us_cities, with_known_scene
from probans.analysis.incidents.grouping import group_incidents
from probans.model.case import CaseSettings


def main() -> None:
    """Run the measures asked for, all by default."""
    folder, asked = Path(sys.argv[1]), sys.argv[2:] or ["grouping", "copies", "scale"]
    if "grouping" in asked:
        read = load(folder / "gva", us_cities())
        _show("grouping, day and place read by plain rules", _group(read))
        _show("grouping, day and place mostly known", _group(with_known_scene(read, folder / "gva")))
    if "copies" in asked:
        finders = ["ours", "minhash"] if importlib.util.find_spec("datasketch") else ["ours"]
        _show("copies", copies.run(load(folder / "gva", {}), folder / "textreuse_shortanswers", finders))
    if "scale" in asked:
        names = ("claims", "origins seconds", "incidents seconds", "incidents", "peak MiB")
        for row in scale.measure((1_000, 10_000, 100_000)):
            _show("scale", dict(zip(names, row, strict=True)))


def _group(material: Material) -> dict[str, float]:
    incidents, _ = group_incidents(
        material.claims, material.reports, (), (), (), (), (), CaseSettings(), (), material.texts
    )
    return scores(labels_of(incidents, [claim.id for claim in material.claims]), material.incident)


def _show(name: str, result: object) -> None:
    print(json.dumps({name: result}, indent=1), flush=True)


if __name__ == "__main__":
    main()
