"""Every column is classed by what it holds of people; what is secret is told to nobody."""

from civic.privacy.classes import CLASSES, Held, held_by
from civic.privacy.own import THROUGH, WHOSE
from civic.said.held import TABLES
from civic.tables import metadata


def test_every_column_is_classed_once_and_no_other_is():
    stored = {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns}
    classed = [
        (table, one) for table, kinds in CLASSES.items() for columns in kinds.values() for one in columns.split()
    ]
    assert sorted(classed) == sorted(stored)
    assert len(classed) == len(set(classed))


def test_whatever_opens_something_is_secret():
    signs = ("hash", "token", "secret", "nonce", "seal", "receipt", "public_key", "credential")
    plain = {"content_hash", "sha256"}  # of what is public
    named = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if any(sign in column.name for sign in signs) and column.name not in plain
    }
    assert {one for one in named if held_by(*one) is not Held.SECRET} == {("audit_entry", "seal")}  # a chain, not a key


def test_every_table_with_rows_of_a_person_has_words_for_them():
    theirs = {
        table.name for table in metadata.sorted_tables if table.name in THROUGH or WHOSE & set(table.columns.keys())
    }
    assert theirs | {"person"} == set(TABLES)


def test_every_reference_to_a_person_is_theirs_or_a_deed_in_the_log():
    deeds = {
        "answered_by_id",
        "approved_by_id",
        "made_by_id",
        "read_by_id",
        "by_id",
        "officer_id",
        "submitted_by_id",
        "asked_by_id",
        "first_id",
        "decided_by_id",
        "given_by_id",
        "taken_out_by_id",
        "to_id",
        "verified_by_id",
        "assessor_id",
    }
    others = {
        column.name
        for table in metadata.sorted_tables
        for column in table.columns
        if any(one.column.table.name == "person" for one in column.foreign_keys) and column.name not in WHOSE
    }
    assert others <= deeds
