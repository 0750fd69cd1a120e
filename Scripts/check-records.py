#!/usr/bin/env python3
"""Checks the records that `refdesk faq` writes: JSON and JSON Lines against the schema, tables for their shape and for formulas.

    check-records.py SCHEMA FOLDER...
"""
import csv
import json
import sys
from pathlib import Path

import jsonschema

schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
for folder in map(Path, sys.argv[2:]):
    whole = json.loads((folder / "faq.json").read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in (folder / "faq.jsonl").read_text(encoding="utf-8").splitlines()]
    for record in [whole, *lines]:
        validator.validate(record)
    assert whole["entries"] == lines and lines, "the JSON Lines are not the entries of the JSON"
    linked = json.loads((folder / "faq.jsonld").read_text(encoding="utf-8"))
    assert len(linked["mainEntity"]) == len(lines), "the linked data has other entries"
    with open(folder / "faq.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    assert [row[0] for row in rows[1:]] == [record["id"] for record in lines], "the table has other entries"
    for row in rows:
        assert len(row) == len(rows[0]), f"a row has {len(row)} cells"
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")), f"a formula: {cell[:40]}"
    print(f"{folder.name}: {len(lines)} entries")
