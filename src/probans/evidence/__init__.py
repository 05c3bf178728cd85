"""The archivist: canonical encoding, exhibits, custody log and proofs, decisions. Pure: values in, values out."""
