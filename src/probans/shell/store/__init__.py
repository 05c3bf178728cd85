"""Storage of a case: blobs and log (the truth), index (thrown away and rebuilt at will)."""
