"""Every forgery is caught, by exactly the check that is meant for it: by the stand-alone verifier and by our own."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from probans.model.errors import IntegrityError, UsageError
from probans.model.outcome import Outcome
from probans.services.check import check
from probans.services.decide import check_decisions
from probans.services.stamp import check_cosignatures
from tests.cases import open_case
from tests.forgeries.base import Base, make_base
from tests.forgeries.forgeries import FORGERIES, Forgery, copy
from verifier import probans_verify as verify

# What a key and a checkpoint kept elsewhere show besides, when the owner or a stranger signed anew.
KEPT_ELSEWHERE = {"CHECKPOINT-FORKED", "LOG-KEY", "NOTE-UNSIGNED"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return make_base(tmp_path_factory.mktemp("base") / "case")


def verified(case: Path, base: Base) -> list[verify.Item]:
    later = verify.read_file(base.folder / "log" / "checkpoint", 10_000, "")
    items = []
    for kept in (base.kept, later):
        asked = verify.Asked(key=verify.parse_key(base.key), since=kept)
        items += list(verify.check(case, asked))
    return items


def codes(items: list[verify.Item]) -> list[str]:
    return [item.code for item in items if item.outcome != verify.PASSED and item.code]


def checked(case: Path) -> Iterator[str]:
    """Codes of what ``probans check`` finds."""
    try:
        with closing(open_case(case, write=False)) as store, ThreadPoolExecutor(1) as threads:
            besides = itertools.chain(check_cosignatures(store), check_decisions(store))
            for result in check(store, threads, besides=besides).trouble:
                assert result.outcome is not Outcome.PASSED
                yield result.code
    except (IntegrityError, UsageError) as error:
        yield error.code


def test_the_case_is_sound_before_it_is_forged(base: Base) -> None:
    assert {item.outcome for item in verified(base.folder, base)} == {verify.PASSED}
    assert list(checked(base.folder)) == []


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
def test_the_verifier_catches_it(base: Base, tmp_path: Path, forgery: Forgery) -> None:
    case = copy(base.folder, tmp_path / "case")
    forgery.make(case)
    items = verified(case, base)
    assert forgery.verifier in codes(items)
    failed = {item.code for item in items if item.outcome == verify.FAILED}
    assert failed <= {forgery.verifier} | KEPT_ELSEWHERE, "caught by the check that is meant for it, and by no other"


@pytest.mark.parametrize("forgery", [item for item in FORGERIES if item.check], ids=lambda forgery: forgery.name)
def test_our_own_check_catches_it(base: Base, tmp_path: Path, forgery: Forgery) -> None:
    case = copy(base.folder, tmp_path / "case")
    forgery.make(case)
    assert forgery.check in set(checked(case))
