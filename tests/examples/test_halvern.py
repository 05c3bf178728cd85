"""The example case is consistent in itself: files, dates, figures against texts, lists, scripts; nothing real in it."""

import csv
import gzip
import io
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image
from tools.make_example_basemap import basemap
from tools.make_example_documents import STILL, documents
from tools.make_example_media import media

from probans.casework.case import parse_case_toml
from probans.shell.settings import read_basemap, read_gazetteer, read_toml
from tests.examples.material import HALVERN, Plain, answers, items, text_of

NUMBERS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
FIRST_DAY, LAST_DAY = date(2031, 3, 3), date(2031, 4, 19)

# A real name in an invented conflict would be an accusation. Countries, and cities that wars are told of.
REAL = """
Afghanistan Albania Algeria Andorra Angola Argentina Armenia Australia Austria Azerbaijan Bahamas Bahrain Bangladesh
Barbados Belarus Belgium Belize Benin Bhutan Bolivia Bosnia Botswana Brazil Britain Brunei Bulgaria Burundi Cambodia
Cameroon Canada Chad Chile China Colombia Comoros Congo Croatia Cuba Cyprus Czech Denmark Djibouti Dominica Ecuador
Egypt Eritrea Estonia Eswatini Ethiopia Fiji Finland France Gabon Gambia Georgia Germany Ghana Greece Grenada Guatemala
Guinea Guyana Haiti Honduras Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan
Kazakhstan Kenya Kiribati Korea Kosovo Kuwait Kyrgyzstan Laos Latvia Lebanon Lesotho Liberia Libya Liechtenstein
Lithuania Luxembourg Madagascar Malawi Malaysia Maldives Mali Malta Mauritania Mauritius Mexico Micronesia Moldova
Monaco Mongolia Montenegro Morocco Mozambique Myanmar Namibia Nauru Nepal Netherlands Nicaragua Niger Nigeria Norway
Oman Pakistan Palau Palestine Panama Paraguay Peru Philippines Poland Portugal Qatar Romania Russia Rwanda Samoa Senegal
Serbia Seychelles Singapore Slovakia Slovenia Somalia Spain Sudan Suriname Sweden Switzerland Syria Taiwan Tajikistan
Tanzania Thailand Togo Tonga Tunisia Turkey Türkiye Turkmenistan Tuvalu Uganda Ukraine Uruguay Uzbekistan Vanuatu
Venezuela Vietnam Yemen Zambia Zimbabwe America England Scotland Wales Europe Africa Asia
Aleppo Amsterdam Ankara Athens Baghdad Baku Beirut Belgrade Berlin Bucha Cairo Damascus Donetsk Dublin Gaza Ganja Geneva
Grozny Hague Hamburg Homs Idlib Istanbul Jerusalem Kabul Kharkiv Kherson Khartoum Kigali Kyiv Kiev Lima London Luhansk
Madrid Mariupol Mosul Moscow Nairobi Odesa Oslo Paris Prague Pristina Rome Sarajevo Srebrenica Stepanakert Tbilisi
Tehran Tokyo Tripoli Vienna Vukovar Warsaw Washington Yerevan Zagreb
روسيا أوكرانيا سوريا العراق فلسطين إسرائيل لبنان أرمينيا أذربيجان اليمن السودان ليبيا
"""


def test_settings_gazetteer_and_basemap_are_read_without_a_problem() -> None:
    plain, syntax = read_toml((HALVERN / "case.toml").read_bytes(), "case.toml")
    settings, problems = parse_case_toml(plain)
    places, place_problems = read_gazetteer((HALVERN / "gazetteer.csv").read_bytes(), "gazetteer.csv")
    geojson, map_problems = read_basemap((HALVERN / "basemap.geojson").read_bytes(), "basemap.geojson")
    assert syntax + problems + place_problems + map_problems == ()
    assert settings.fictional
    ids = {place.id for place in places}
    assert len(ids) == len(places)
    assert {container for place in places for container in place.within} <= ids
    assert geojson.count('"Feature"') == len(basemap()["features"])


def test_there_is_as_much_material_as_an_example_needs() -> None:
    reports, pictures = sorted((HALVERN / "reports").iterdir()), sorted((HALVERN / "media").iterdir())
    assert len(reports) >= 32
    assert {"".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix for path in reports} == {
        ".txt", ".md", ".html", ".eml", ".pdf", ".warc.gz"
    }  # fmt: skip
    assert len(pictures) >= 7
    assert sum(path.stat().st_size for path in pictures) < 3_000_000
    assert not [name for name in _texts() if not 120 <= len(text_of(name).split()) <= 450]


def test_every_file_and_place_of_the_key_is_there() -> None:
    key = answers()
    places, _problems = read_gazetteer((HALVERN / "gazetteer.csv").read_bytes(), "gazetteer.csv")
    ids = {place.id for place in places}
    named = [text for text in _strings(key) if text.startswith(("reports/", "media/", "lists/"))]
    assert len(named) > 200
    assert not [name for name in named if not (HALVERN / name.partition("#")[0]).is_file()]
    assert {incident["place"] for incident in key["incidents"]} <= ids
    assert {total["place"] for total in key["totals"]} <= ids
    listed = {document["file"].partition("#")[0] for document in key["documents"]}
    assert listed == {f"reports/{path.name}" for path in (HALVERN / "reports").iterdir()}


def test_every_date_of_the_key_is_a_day_of_the_war_or_says_why_not() -> None:
    key = answers()
    fields = ("published", "first", "last", "date", "answered_on", "recorded", "as_of")
    days = [(field, item[field]) for field in fields for item in items(key, field) if isinstance(item[field], str)]
    days = [(field, day) for field, day in days if day and not day.startswith(("media/", "reports/", "lists/"))]
    outside = [(field, day) for field, day in days if not FIRST_DAY <= date.fromisoformat(day) <= LAST_DAY]
    assert len(days) > 80
    assert {day for _field, day in outside} == {"2024-08-17"}, "only the old clip lies outside the war"


def test_every_passage_stands_in_its_text() -> None:
    quoted = items(answers(), "passage")
    texts = {item["file"]: text_of(item["file"]) for item in quoted}
    assert len(quoted) > 70
    assert not [item for item in quoted if item["passage"] not in texts[item["file"]]]
    assert not [
        item for item in items(quoted, "wording") if item["wording"].casefold() not in item["passage"].casefold()
    ]


def test_every_range_is_what_its_wording_says() -> None:
    figures = [item for item in items(answers(), "wording") if "note" not in item]
    assert len(figures) > 50
    assert not [item for item in figures if _range(item["wording"]) != (item["low"], item["high"])]


def test_every_figure_of_an_incident_comes_from_a_text_that_tells_of_it() -> None:
    for incident in answers()["incidents"]:
        assert {figure["file"] for figure in incident["figures"]} <= set(incident["members"])


def test_overall_ranges_hold_what_the_sources_say() -> None:
    for incident in answers()["incidents"]:
        for figure in incident["figures"]:
            overall = incident.get(figure["outcome"])
            if overall and not figure["group"] and not figure.get("superseded"):
                low, high = _ends(overall)
                assert figure["low"] <= high, (incident["id"], figure)
                assert _ends(figure)[1] >= low, (incident["id"], figure)


def test_totals_nest_and_leave_what_they_should() -> None:
    key = answers()
    killed = {incident["id"]: incident["killed"] for incident in key["incidents"] if incident["killed"]}
    killed |= {total["id"]: total["figures"][0] for total in key["totals"]}
    for total in key["totals"]:
        for rest in total["elsewhere"]:
            inside = sum(_ends(killed[part])[1] for part in rest["without"])
            assert rest["low"] == total["figures"][0]["low"] - inside
    five_days = next(total for total in key["totals"] if total["id"] == "kelmora-five-days")
    assert sum(killed[day]["high"] for day in five_days["parts"]) == killed["kelmora-five-days"]["low"] == 38
    assert key["totals"][3]["reckoned"][0]["low"] == killed["vesmar-war"]["low"] + killed["torrund-war"]["low"]


def test_the_table_of_figures_agrees_with_the_key() -> None:
    said = {(item["outcome"], item["low"], item["high"], item["wording"]) for item in items(answers(), "wording")}
    with (HALVERN / "lists" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [
        (row["outcome"], int(row["low"]), int(row["high"]) if row["high"] else None, row["wording"]) for row in rows
    ]
    assert len(told) == 24
    assert not [row for row in told if row not in said]


def test_victim_pairs_are_the_rows_they_name() -> None:
    victims = answers()["victims"]
    rows = {name: (HALVERN / name).read_text(encoding="utf-8").splitlines() for name in victims["lists"]}
    assert [len(lines) - 1 for lines in rows.values()] == victims["rows"]
    assert len(victims["pairs"]) == 15
    for pair in victims["pairs"] + victims["not_pairs"]:
        for reference, name in zip((pair["first"], pair["second"]), pair["names"], strict=True):
            file, line = reference.split("#")
            assert name in rows[file][int(line) - 1]


def test_no_real_country_or_city_is_named() -> None:
    real = re.compile(rf"\b({'|'.join(map(re.escape, REAL.split()))})(?:n|ian|i|s)?\b")
    names = _texts() + [f"lists/{path.name}" for path in (HALVERN / "lists").iterdir()]
    names += ["case.toml", "gazetteer.csv", "basemap.geojson"]
    found = {name: real.findall(text_of(name).replace("Rome Statute", "")) for name in names}
    assert not {name: words for name, words in found.items() if words}


def test_the_documents_come_out_of_their_script() -> None:
    made = documents((HALVERN / "media" / STILL).read_bytes())
    for name, octets in made.items():
        kept = (HALVERN / "reports" / name).read_bytes()
        whole = gzip.decompress if name.endswith(".gz") else bytes  # zlib's versions compress differently
        assert whole(octets) == whole(kept), name


@pytest.mark.slow
def test_the_media_come_out_of_their_script() -> None:
    made = media()
    assert sorted(made) == sorted(path.name for path in (HALVERN / "media").iterdir())
    for name, octets in made.items():
        kept = (HALVERN / "media" / name).read_bytes()
        assert octets == kept or _look_alike(octets, kept), name


def _texts() -> list[str]:
    return [document["file"] for document in answers()["documents"]]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _range(wording: str) -> tuple[int, int | None]:
    """A second, much simpler reading of the wordings used in the key."""
    words = wording.casefold()
    if words == "dozens":
        return 24, None
    number = _number(words.split()[-1])
    if words.startswith("at least"):
        return number, None
    if words.startswith(("over", "more than")):
        return number + 1, None
    if words.startswith(("up to", "no more than")):
        return 0, number
    return number, number


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.index(word)


def _ends(figure: Plain) -> tuple[int, float]:
    return figure["low"], float("inf") if figure["high"] is None else figure["high"]


def _look_alike(first: bytes, second: bytes) -> bool:
    """Another version of an encoder gives other bytes but the same pictures and the same metadata."""
    pictures, others = _decoded(first), _decoded(second)
    far = [np.abs(a.astype(int) - b.astype(int)).mean() for a, b in zip(pictures, others, strict=True)]
    return bool(max(far) < 6)


def _decoded(octets: bytes) -> list[np.ndarray]:
    if octets.startswith(b"\xff\xd8"):
        return [np.asarray(Image.open(io.BytesIO(octets)).convert("L"))]
    with av.open(io.BytesIO(octets), "r") as container:
        assert container.streams.video[0].average_rate == Fraction(12)
        return [frame.to_ndarray(format="gray8") for frame in container.decode(video=0)]
