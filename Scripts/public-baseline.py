#!/usr/bin/env python3
"""Takes what is not public out of the API of an old version, as SwiftPM keeps it: Scripts/public-baseline.py FOLDER

SwiftPM's comparison does not tell `package` from `public`, and would call a change of what no app can use a break.
"""
import json
import pathlib
import sys


def public_only(node):
    children = [child for child in node.get("children", []) if not child.get("isInternal")]
    for child in children:
        public_only(child)
    if "children" in node:
        node["children"] = children


for file in pathlib.Path(sys.argv[1]).glob("*.json"):
    api = json.loads(file.read_text())
    public_only(api["ABIRoot"])
    file.write_text(json.dumps(api))
