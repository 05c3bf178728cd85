"""Wiring of building: reading what a case holds, bringing the analysis up to date, making the case file."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import probans
from probans.casework.case import parse_case_toml
from probans.casework.dossier import render
from probans.model.agents import Tool
from probans.model.case import CaseSettings
from probans.model.casefile import Analysis
from probans.model.errors import UsageError
from probans.model.exhibit import MediaKind
from probans.model.law import Crime
from probans.model.outcome import Check, Outcome, Problem
from probans.model.where import Place
from probans.model.work import Part, Result, Task
from probans.services import check as checking
from probans.services import read
from probans.services.analyse import Material, bring_up_to_date, gather
from probans.services.compose import compose
from probans.services.process import Processed, Processor
from probans.services.process import process as run_stages
from probans.services.report import report
from probans.services.settings import record_settings
from probans.services.stages import DOCUMENTS, PICTURES, BytesStage, TextStage
from probans.shell.connectors import documents_tool
from probans.shell.connectors.identify import identify
from probans.shell.dossier_assets import load_assets
from probans.shell.law_data import load_crimes
from probans.shell.resources_reading import load_resources
from probans.shell.runners import PoolRunner, SandboxRunner
from probans.shell.sandbox import ChildResult, Limits
from probans.shell.settings import read_basemap, read_gazetteer, read_toml
from probans.shell.store.blobs import HEAD_BYTES, TAIL_BYTES
from probans.shell.store.case import SETTINGS, SETTINGS_BYTES, CaseFolder, settings_path
from probans.wiring.base import FOOTAGE_LIMITS, SOFTWARE, StageProgress, jobs_or_all, open_case
from probans.wiring.keeping import Files, init_case, take_in

DOCUMENT_LIMITS = Limits(wall_seconds=120, cpu_seconds=120, memory_bytes=2 << 30, output_bytes=512 << 20)
FOOTAGE_PARTS = ("av", "pillow", "numpy")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSetup:
    """A case's settings and companions as they stand now."""

    files: Mapping[str, bytes]
    settings: CaseSettings
    places: tuple[Place, ...]
    crimes: tuple[Crime, ...]
    basemap: str
    problems: tuple[Problem, ...]


def process_case(folder: Path, *, by: str, jobs: int, progress: StageProgress) -> dict[str, Any]:
    """Read what was not read yet; bring incidents, casualties and law up to date."""
    with closing(open_case(folder, write=True)) as case:
        setup = _set_up(case, by=by)
        done = _process(case, setup, by=by, jobs=jobs, progress=progress)
        analysis = _analyse(case, _material(case, setup), by=by)
    return asdict(done) | {"claims": len(analysis.claims), "incidents": len(analysis.incidents)}


def report_case(folder: Path, *, by: str, jobs: int, progress: StageProgress) -> Path:
    """Make the case file from what has been read."""
    with closing(open_case(folder, write=True)) as case:
        setup = _set_up(case, by=by)
        material = _material(case, setup)
        return _report(case, setup, material, _analyse(case, material, by=by), by=by, jobs=jobs, progress=progress)


def build(folder: Path, case_folder: Path, *, by: str, jobs: int, files: Files, stage: StageProgress) -> dict[str, Any]:
    """Init, add, process and report. Settings and companions are taken from ``folder`` when it has them."""
    if not os.path.isdir(folder):  # noqa: PTH112 - says no to a name that is too long
        raise UsageError("NO-SUCH-FOLDER", f"There is no folder {folder}.")
    toml = _read_if_there(folder / SETTINGS)
    if not (case_folder / "log" / "checkpoint").exists():
        plain, _problems = read_toml(toml, SETTINGS)
        settings, _more = parse_case_toml(plain)
        init_case(case_folder, title=settings.title, prefix=settings.prefix, by=by, settings=toml)
    with closing(open_case(case_folder, write=True)) as case:
        left_out = (case_folder, *_bring_settings(folder, case))
        added = take_in(case, (folder,), left_out, by=by, jobs=jobs, progress=files)
        setup = _set_up(case, by=by)
        done = _process(case, setup, by=by, jobs=jobs, progress=stage)
        material = _material(case, setup)
        analysis = _analyse(case, material, by=by)
        page = _report(case, setup, material, analysis, by=by, jobs=jobs, progress=stage)
        return {
            "case_file": str(page),
            "added": asdict(added),
            "readings": asdict(done),
            "exhibits": sum(exhibit.role == "original" for exhibit in material.exhibits),
            "claims": len(analysis.claims),
            "incidents": len(analysis.incidents),
            "problems": [asdict(item) for item in (*case.problems(), *analysis.problems)],
        }


def build_demo(case_folder: Path, *, by: str, files: Files, stage: StageProgress) -> dict[str, Any]:
    """Build the example case."""
    return build(_example_folder(), case_folder, by=by, jobs=0, files=files, stage=stage)


def _set_up(case: CaseFolder, *, by: str) -> CaseSetup:
    """Read the settings and log which bytes they had."""
    setup = set_up(case)
    record_settings(case, setup.files, by=by)
    return setup


def set_up(case: CaseFolder) -> CaseSetup:
    """Read the settings and the companions that they name."""
    plain, problems = read_toml(case.settings_file(SETTINGS), SETTINGS)
    settings, more = parse_case_toml(plain)
    names = [SETTINGS, *(name for name in (settings.gazetteer, settings.basemap) if name)]
    octets = {name: case.settings_file(name) for name in names}
    places, bad_rows = read_gazetteer(octets.get(settings.gazetteer), settings.gazetteer)
    basemap, bad_map = read_basemap(octets.get(settings.basemap), settings.basemap)
    missing = tuple(
        Problem(code="SETTINGS-FILE-MISSING", where=name, words=f"{SETTINGS} names {name}, which is not there.")
        for name, found in octets.items()
        if found is None
    )
    return CaseSetup(
        files={name: found for name, found in octets.items() if found is not None},
        settings=settings,
        places=places,
        crimes=load_crimes(),
        basemap=basemap,
        problems=(*problems, *more, *bad_rows, *bad_map, *missing),
    )


def _process(case: CaseFolder, setup: CaseSetup, *, by: str, jobs: int, progress: StageProgress) -> Processed:
    resources = load_resources(places=setup.places, settings=setup.settings)
    readers = read.Readers(settings=setup.settings, resources=resources)
    sandboxes = SandboxRunner(
        case.blob_path,
        case.folder / "blobs",
        {
            "extract": (documents_tool.TARGET, DOCUMENT_LIMITS, _unpack),
            "footage": ("probans.shell.connectors.footage:read_footage", FOOTAGE_LIMITS, _unpack),
        },
        workers=jobs_or_all(jobs),
    )
    pool = PoolRunner(read.read, case.read, start=read.prepare, start_with=(readers,), workers=jobs_or_all(jobs))

    def runner(tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
        return sandboxes(tasks) if tasks[0].stage in ("extract", "footage") else pool(tasks)

    return run_stages(
        Processor(store=case, stages=_stages(setup), run=runner, identify=_identify_bytes, by=by, progress=progress)
    )


def _stages(setup: CaseSetup) -> tuple[BytesStage | TextStage, ...]:
    version = probans.__version__
    footage_parts = {name: metadata.version(name) for name in FOOTAGE_PARTS} | {"exiftool": _exiftool_version()}
    reading_settings = [setup.settings.parties, setup.settings.outlets, setup.places, setup.settings.language]
    return (
        BytesStage(
            name="extract",
            tool=documents_tool.TOOL,
            kinds=DOCUMENTS,
            settings=documents_tool.settings(),
        ),
        BytesStage(
            name="footage",
            tool=Tool(name="probans.footage", version=version),
            kinds=PICTURES,
            settings={"parts": footage_parts},
        ),
        TextStage(
            name="table",
            tool=Tool(name="probans.tables", version=version),
            kinds=frozenset({MediaKind.TABLE}),
            settings="",
        ),
        TextStage(
            name="report",
            tool=Tool(name="probans.reading", version=version),
            kinds=DOCUMENTS - {MediaKind.TABLE},
            settings=reading_settings,
        ),
    )


def _unpack(done: ChildResult) -> Result:
    """A child's plain answer as a result; outcome and problems are the reading's own."""
    reading = done.value["reading"]
    inner = reading["reading"]
    return Result(
        outcome=Outcome(inner["outcome"]),
        reading=reading,
        blobs=done.blobs,
        text=done.value.get("text"),
        parts=tuple(Part(blob=blob, name=name) for blob, name in done.value.get("parts", ())),
        problems=tuple(Problem(**item) for item in inner.get("problems", ())),
        sandbox=done.sandbox_level,
    )


def _material(case: CaseFolder, setup: CaseSetup) -> Material:
    return gather(case, setup.settings, places=setup.places, crimes=setup.crimes, problems=setup.problems)


def _analyse(case: CaseFolder, material: Material, *, by: str) -> Analysis:
    tool = Tool(name="probans.analysis", version=probans.__version__)
    return bring_up_to_date(case, material, tool, compose, by=by)


def _report(
    case: CaseFolder,
    setup: CaseSetup,
    material: Material,
    analysis: Analysis,
    *,
    by: str,
    jobs: int,
    progress: StageProgress,
) -> Path:
    assets = load_assets()

    def run_checks() -> Sequence[Check]:
        with ThreadPoolExecutor(jobs_or_all(jobs)) as threads:
            checked = checking.check(case, threads, lambda _stage, done, of: progress("check", done, of))
        return checking.summary(checked)

    return report(
        case,
        material,
        analysis,
        render=lambda casefile: render(casefile, assets),
        run_checks=run_checks,
        software=SOFTWARE,
        basemap=setup.basemap,
        by=by,
    )


def _bring_settings(folder: Path, case: CaseFolder) -> tuple[Path, ...]:
    """Copy settings and companions into the case; give what in ``folder`` is not material."""
    toml = _read_if_there(folder / SETTINGS)
    if toml is None:
        return ()
    settings, _problems = parse_case_toml(read_toml(toml, SETTINGS)[0])
    companions = [name for name in (settings.gazetteer, settings.basemap) if name]
    for name in (SETTINGS, *companions):
        source = settings_path(folder, name)
        octets = _read_if_there(source)
        if octets is not None and octets != case.settings_file(name):
            case.write_settings(name, octets)
    return tuple(folder / name for name in (SETTINGS, *companions, *settings.leave_out))


def _read_if_there(path: Path) -> bytes | None:
    """A settings file's bytes; a link is not followed, so that nothing from elsewhere comes into the case."""
    if path.is_symlink() or not path.is_file():
        return None
    if path.stat().st_size > SETTINGS_BYTES:
        raise UsageError("SETTINGS-SIZE", f"{path.name!r} is larger than {SETTINGS_BYTES} bytes.")
    return path.read_bytes()


def _example_folder() -> Path:
    """The example beside the sources, or within the installed package."""
    here = Path(probans.__file__).resolve().parent
    for place in (here.parents[1] / "examples" / "halvern", here / "examples" / "halvern"):
        if place.is_dir():
            return place
    raise UsageError("EXAMPLE-MISSING", "The example case is not part of this installation.")


def _identify_bytes(octets: bytes, name: str) -> tuple[MediaKind, str, tuple[str, ...], tuple[Problem, ...]]:
    tail = octets[max(HEAD_BYTES, len(octets) - TAIL_BYTES) :]
    found = identify(octets[:HEAD_BYTES], tail, len(octets), name)
    return found.kind, found.media_type, found.voices, found.problems


def _exiftool_version() -> str:
    """The version of ExifTool on this machine; empty when it is not there."""
    program = shutil.which("exiftool")
    if program is None:
        return ""
    answer = subprocess.run([program, "-ver"], capture_output=True, text=True, check=False, timeout=30)
    return answer.stdout.strip()
