"""First version of the index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "state",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_state"),
    )
    op.create_table(
        "entry",
        sa.Column("log_index", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("log_index", name="pk_entry"),
    )
    op.create_index("ix_entry_subject", "entry", ["subject"])
    _exhibits()
    _work()


def _exhibits() -> None:
    op.create_table(
        "exhibit",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("log_index", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("parent", sa.String(64), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_exhibit"),
        sa.UniqueConstraint("number", name="uq_exhibit_number"),
    )
    op.create_index("ix_exhibit_parent", "exhibit", ["parent"])
    op.create_table(
        "arrival",
        sa.Column("log_index", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("path_raw", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("size", sa.String(20), nullable=False),
        sa.Column("modified_ns", sa.String(24), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("log_index", name="pk_arrival"),
    )
    op.create_index("ix_arrival_sha256", "arrival", ["sha256"])
    op.create_index("ix_arrival_seen", "arrival", ["source", "path_raw"])


def _work() -> None:
    op.create_table(
        "run",
        sa.Column("log_index", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("exhibit", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("tool", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("output", sa.String(64), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("log_index", name="pk_run"),
    )
    op.create_index("ix_run_exhibit", "run", ["exhibit"])
    op.create_table(
        "decision",
        sa.Column("log_index", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("log_index", name="pk_decision"),
        sa.UniqueConstraint("id", name="uq_decision_id"),
    )
    op.create_table(
        "problem",
        sa.Column("log_index", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("where", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("log_index", "position", name="pk_problem"),
    )
    op.create_table(
        "record",
        sa.Column("id", sa.String(120), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("log_index", sa.Integer, nullable=False),
        sa.Column("parents", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
    )


def downgrade() -> None:
    """Drop the tables: the index is rebuilt from the log."""
    for name in ("record", "problem", "decision", "run", "arrival", "exhibit", "entry", "state"):
        op.drop_table(name)
