"""Places in news (TR-News): exact span F1, and the share of matched places resolved within 161 km."""

import math
import time
import xml.etree.ElementTree as ET

from bench.reading.texts import DATA, prf, resources
from probans.analysis.reading.passage import Sentence, is_mostly_capitals
from probans.analysis.reading.places import count_countries, find_places
from probans.analysis.reading.sentences import split_sentences
from probans.analysis.reading.tokens import tokenise
from probans.model.claim import PlaceMention

Marked = tuple[int, int]


def ours(text: str) -> dict[Marked, PlaceMention]:
    """Our places by span."""
    sentences = []
    for index, part in enumerate(split_sentences(text)):
        tokens = tokenise(text, part.start, part.end)
        sentences.append(
            Sentence(text, part.start, part.end, part.paragraph, index, tokens, is_mostly_capitals(tokens))
        )
    countries = count_countries(tuple(sentences), resources())
    found = (place.mention for sentence in sentences for place in find_places(sentence, resources(), countries))
    return {(mention.span.start, mention.span.end): mention for mention in found}


def documents() -> list[tuple[str, dict[Marked, tuple[str, str]]]]:
    """Texts with their places: span to latitude and longitude as written."""
    found = []
    for article in ET.parse(DATA / "geo" / "TR-News.xml").getroot().iter("article"):
        text = article.findtext("text") or ""
        places = {}
        for item in article.iter("toponym"):
            span = int(item.findtext("start") or 0), int(item.findtext("end") or 0)
            places[span] = (item.findtext(".//lat") or "", item.findtext(".//lon") or "")
        found.append((text, places))
    return found


def measure() -> dict[str, float]:
    """Span scores and resolution."""
    matched = given = wanted = near = resolved = 0
    began = time.process_time()
    for text, gold in documents():
        found = ours(text)
        given += len(found)
        wanted += len(gold)
        for span in found.keys() & gold.keys():
            matched += 1
            place, (latitude, longitude) = found[span].place, gold[span]
            if latitude and place is not None and place.latitude is not None and place.longitude is not None:
                resolved += 1
                near += _kilometres(float(latitude), float(longitude), place.latitude, place.longitude) < 161
    precision, recall, score = prf(matched, given, wanted)
    return {
        "precision": precision,
        "recall": recall,
        "f1": score,
        "within 161 km": near / max(1, resolved),
        "seconds": time.process_time() - began,
    }


def _kilometres(a: float, b: float, c: float, d: float) -> float:
    a, b, c, d = (math.radians(value) for value in (a, b, c, d))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))
