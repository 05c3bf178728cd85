"""The language of a text, by trained n-gram statistics; a reading, never a fact."""

import re

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Loaded at import on purpose: each document is read in a fork of a server that imports this once, and loading costs
# more than reading most documents. The model is only ever read.
_IDENTIFIER = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
_SAMPLE = 20_000
_LEAST_LETTERS = 20


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language most of the text is in; '' for text too short to tell."""
    sample = text[:_SAMPLE]
    if len(re.findall(r"[^\W\d_]", sample)) < _LEAST_LETTERS:
        return ""
    language, _probability = _IDENTIFIER.classify(sample)
    return str(language)
