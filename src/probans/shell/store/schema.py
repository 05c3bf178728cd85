"""Tables of the index. All of it can be rebuilt from blobs and log; nothing is true because it stands here."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
REVISION = "0001"

state = Table("state", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))

entry = Table(
    "entry",
    metadata,
    Column("log_index", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("at", String(40), nullable=False),
    Column("by", Text, nullable=False),
    Column("subject", String(80), nullable=False, index=True),
)

exhibit = Table(
    "exhibit",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("log_index", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("parent", String(64), nullable=False, index=True),
    Column("record", Text, nullable=False),
)

arrival = Table(
    "arrival",
    metadata,
    Column("log_index", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("path_raw", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("size", String(20), nullable=False),
    Column("modified_ns", String(24), nullable=False),
    Column("record", Text, nullable=False),
)
Index("ix_arrival_seen", arrival.c.source, arrival.c.path_raw)

run = Table(
    "run",
    metadata,
    Column("log_index", Integer, primary_key=True, autoincrement=False),
    Column("exhibit", String(64), nullable=False, index=True),
    Column("stage", String(20), nullable=False),
    Column("tool", Text, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("output", String(64), nullable=False),
    Column("record", Text, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("log_index", Integer, primary_key=True, autoincrement=False),
    Column("id", String(80), nullable=False, unique=True),
    Column("record", Text, nullable=False),
)

problem = Table(
    "problem",
    metadata,
    Column("log_index", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("code", String(40), nullable=False),
    Column("where", Text, nullable=False),
    Column("words", Text, nullable=False),
)

record = Table(
    "record",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("type", String(40), nullable=False),
    Column("log_index", Integer, nullable=False),
    Column("parents", Text, nullable=False),
    Column("body", Text, nullable=False),
)
