"""Commands on custody: proofs, time stamps, countersignatures, signed decisions, packages, second copies."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from probans.cli.options import AsJson, CasePath, Jobs, Person, person
from probans.cli.show_progress import StageProgress, say

export_app = typer.Typer(name="export", help="Write what leaves the house.", no_args_is_help=True)
key_app = typer.Typer(name="key", help="People's keys: enrol, revoke.", no_args_is_help=True)
partner_app = typer.Typer(
    name="partner", help="Countersigning of checkpoints by partners, by file or mail.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (decide, prove, stamp, mirror, repair):
        app.command()(command)
    for group in (export_app, key_app, partner_app):
        app.add_typer(group)


def decide(
    case: CasePath,
    act: Annotated[str, typer.Argument(help="confirm, correct, reject, link, unlink, name, determine, judge-…")],
    subjects: Annotated[list[str], typer.Argument(metavar="ID...", help="Records that the decision is about.")],
    reason: Annotated[str, typer.Option(help="Why; a decision without a reason is refused.")],
    value: Annotated[str, typer.Option(help="The new value, where the act needs one.")] = "",
    supersedes: Annotated[str, typer.Option(help="An earlier decision that this one replaces.")] = "",
    key: Annotated[Path | None, typer.Option(help="Sign with this SSH key (see: probans key enrol).")] = None,
    by: Person = "",
    as_json: AsJson = False,
) -> None:
    """Record a person's decision; it is superseded by a later one, never edited."""
    from probans.services.decide import Wish  # noqa: PLC0415
    from probans.wiring import custody  # noqa: PLC0415

    wish = Wish(act=act, subjects=tuple(subjects), reason=reason, value=value, supersedes=supersedes)
    decision = custody.decide(case, wish, person=person(by), key=key)
    say(decision, as_json=as_json, words=f"Decision {decision['id']} recorded. Run: probans process {case}")


def prove(
    case: CasePath,
    wanted: Annotated[str, typer.Argument(metavar="ID", help="Exhibit number, digest, or log index.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for the two files; the case's out/ when not given.")] = None,
    consistent_from: Annotated[int, typer.Option(help="Prove that the log of so many entries is a beginning.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Write the C2SP proof that an exhibit stands in the log, or a consistency proof between two sizes."""
    from probans.wiring import custody  # noqa: PLC0415

    if consistent_from:
        proof = custody.prove_consistency(case, consistent_from, 0)
        words = "\n".join([f"{key}: {value}" for key, value in proof.items()])
        say(proof, as_json=as_json, words=words)
        return
    done = custody.prove(case, wanted, out)
    say(done, as_json=as_json, words=f"Entry {done['index']} is proven by {done['proof']}")


def stamp(
    case: CasePath,
    authority: Annotated[str, typer.Option(help="Address of a time-stamping authority (RFC 3161).")],
    certificates: Annotated[Path, typer.Option(help="PEM file: the authority's signer, chain and root, pinned.")],
    by: Person = "",
    as_json: AsJson = False,
) -> None:
    """Have a time-stamping authority stamp the checkpoint; its raw answer is kept whatever checking says."""
    from probans.wiring import custody  # noqa: PLC0415

    done = custody.stamp(case, authority, certificates, by=person(by))
    words = f"{done['outcome']}: {done['time'] or done['words']} ({done['checked_by'] or 'not checked'})"
    say(done, as_json=as_json, words=words)


def mirror(
    case: CasePath,
    copy: Annotated[Path, typer.Argument(metavar="COPY", help="Folder of the second copy, on another disk.")],
    as_json: AsJson = False,
) -> None:
    """Bring a second copy of all preserved bytes and the log up to date."""
    from probans.wiring import custody  # noqa: PLC0415

    with StageProgress(quiet=as_json) as progress:
        done = custody.mirror(case, copy, progress=progress.stage)
    say(done, as_json=as_json, words=f"{done['copied']} items copied to {copy}")


def repair(
    case: CasePath,
    copy: Annotated[Path, typer.Argument(metavar="COPY", help="Folder of the second copy.")],
    by: Person = "",
    jobs: Jobs = 0,
    as_json: AsJson = False,
) -> None:
    """Restore damaged or missing bytes from a second copy; each repair is logged, the damaged bytes are kept aside."""
    from probans.wiring import custody  # noqa: PLC0415

    done = custody.repair(case, copy, by=person(by), jobs=jobs)
    words = f"{len(done['restored'])} restored, {len(done['lost'])} could not be restored."
    say(done, as_json=as_json, words="\n".join([words, *done["lost"]]))
    if done["lost"]:
        raise typer.Exit(5)


@export_app.command()
def bag(
    case: CasePath,
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder to write; must not exist yet.")],
    exhibit: Annotated[list[str] | None, typer.Option(help="Exhibit number; repeat it. None: the whole case.")] = None,
    to: Annotated[str, typer.Option(help="Who receives it; logged.")] = "",
    purpose: Annotated[str, typer.Option(help="What for; logged.")] = "",
    by: Person = "",
    as_json: AsJson = False,
) -> None:
    """Write a hand-over package (BagIt) with proofs, log, keys, stamps and a stand-alone checker."""
    from probans.wiring import custody  # noqa: PLC0415

    done = custody.export(case, target, tuple(exhibit or ()), to=to, purpose=purpose, by=person(by))
    words = (
        f"{done['exhibits']} exhibits and {done['records']} records in {target}; {done['withheld']} withheld.\n"
        f"SHA-256 of its tag manifest, now in the log: {done['package']}"
    )
    say(done, as_json=as_json, words=words)


@key_app.command()
def enrol(
    case: CasePath,
    public_key: Annotated[Path, typer.Argument(metavar="PUB", help="OpenSSH public key file.")],
    by: Person = "",
    as_json: AsJson = False,
) -> None:
    """Enrol a person's SSH key (software or hardware) for signing decisions."""
    from probans.wiring import custody  # noqa: PLC0415

    done = custody.enrol(case, public_key, person=person(by))
    say(done, as_json=as_json, words=f"{done['fingerprint']} signs for {done['person']} from now on.")


@key_app.command()
def revoke(
    case: CasePath,
    fingerprint: Annotated[str, typer.Argument(help="As ssh-keygen -l prints it: SHA256:…")],
    reason: Annotated[str, typer.Option(help="Lost, stolen, replaced …")],
    by: Person = "",
    as_json: AsJson = False,
) -> None:
    """Revoke a key from now on; what it signed before stays signed."""
    from probans.wiring import custody  # noqa: PLC0415

    done = custody.revoke(case, fingerprint, reason=reason, by=person(by))
    say(done, as_json=as_json, words=f"{fingerprint} does not count from now on.")


@partner_app.command("new-key")
def new_key(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="File for the private key; mode 0600.")],
    name: Annotated[str, typer.Option(help="The partner's name in signatures, like a host name.")],
    as_json: AsJson = False,
) -> None:
    """As a partner: make a countersigning key."""
    from probans.wiring import custody  # noqa: PLC0415

    public = custody.new_partner_key(path, name)
    say({"public_key": public}, as_json=as_json, words=f"Give this public key to those whose logs you watch:\n{public}")


@partner_app.command()
def countersign(
    checkpoint: Annotated[Path, typer.Argument(metavar="CHECKPOINT", help="log/checkpoint as sent to you.")],
    key: Annotated[Path, typer.Option(help="Your countersigning key.")],
) -> None:
    """As a partner: print the checkpoint with your line added; send it back."""
    from probans.wiring import custody  # noqa: PLC0415

    sys.stdout.write(custody.countersign(checkpoint, key))


@partner_app.command()
def accept(
    case: CasePath,
    note: Annotated[Path, typer.Argument(metavar="NOTE", help="The countersigned checkpoint.")],
    partner: Annotated[str, typer.Option(help="The partner's public key.")],
    by: Person = "",
    as_json: AsJson = False,
) -> None:
    """Take a countersigned checkpoint into the case's log."""
    from probans.wiring import custody  # noqa: PLC0415

    done = custody.take_countersigned(case, note, partner, by=person(by))
    say(done, as_json=as_json, words=f"{done['partner']} has countersigned {done['size']} entries.")
