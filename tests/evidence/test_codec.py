"""Canonical encoding: round trips, is injective over records, and follows RFC 8785."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from probans.evidence.codec import canonical, from_plain, record_id, to_plain
from probans.model.counts import Count
from probans.model.outcome import Problem
from probans.model.when import DateInterval
from tests.shared import shared_data

counts = st.builds(
    lambda low, extra, wording: Count(low=low, high=None if extra is None else low + extra, wording=wording),
    st.integers(0, 10**6),
    st.none() | st.integers(0, 1000),
    st.text(),
)
problems = st.builds(Problem, code=st.text(), where=st.text(), words=st.text())


@given(counts | problems)
def test_records_survive_the_codec(record: Count | Problem) -> None:
    assert from_plain(type(record), json.loads(canonical(record))) == record


@given(problems, problems)
def test_different_records_have_different_bytes(one: Problem, other: Problem) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(plain_values)
def test_the_fast_encoder_writes_what_the_library_writes(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_an_id_is_framed_by_its_type() -> None:
    assert record_id("x", "claim", "same") != record_id("x", "incident", "same")


def test_a_field_at_its_default_is_left_out() -> None:
    assert to_plain(DateInterval(first="2031-03-04", last="2031-03-05")) == {
        "first": "2031-03-04",
        "last": "2031-03-05",
    }


@pytest.mark.parametrize(
    "plain", [{"code": "a"}, {"code": "a", "where": "b", "words": "c", "more": 1}, {"code": 1}, []]
)
def test_wrong_shapes_are_refused(plain: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_plain(Problem, plain)


@pytest.mark.parametrize("value", [2**60, float("nan"), "\ud800", {1: object()}])
def test_what_json_cannot_carry_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


def test_jcs_vectors() -> None:
    folder = shared_data("conformance", "jcs")
    inputs = (
        sorted((folder / "input").glob("*.json"))
        if (folder / "input").exists()
        else sorted(folder.rglob("input/*.json"))
    )
    assert inputs
    for path in inputs:
        assert canonical(json.loads(path.read_text())) == (path.parent.parent / "output" / path.name).read_bytes()
