"""Settings: keep and log the bytes of the files that people edit, each time they have changed."""

from collections.abc import Mapping

from probans.evidence.codec import sha256_hex
from probans.model.custody import SettingsRead
from probans.services.ports import CaseStore


def record_settings(store: CaseStore, files: Mapping[str, bytes], *, by: str) -> None:
    """Preserve ``files`` (name to bytes) and log their digests, unless the last logged ones are the same."""
    digests = tuple(sorted((name, sha256_hex(octets)) for name, octets in files.items()))
    before = [entry.event for entry in store.events("settings") if isinstance(entry.event, SettingsRead)]
    if before and before[-1].files == digests:
        return
    for octets in files.values():
        store.put_bytes(octets)
    store.record([SettingsRead(files=digests)], by=by)
