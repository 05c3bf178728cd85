"""The custody log: entries, Merkle tree, tiles, proofs, signed notes. Pure. Format: docs/format/custody-log.md."""
