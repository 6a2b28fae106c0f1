#!/usr/bin/env python3
"""Runs the workloads named on the command line (all of them when none is), ours and the peer's in turn, and prints a
table of medians and ratios; --json FILE writes the same for programs, --check FILE compares with an earlier one and
fails where a ratio has become more than 10 per cent worse."""
import argparse
import importlib
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from harness import Bench  # noqa: E402

WORKLOADS = sorted(p.stem for p in (HERE / "workloads").glob("[a-z]*.py"))


def main():
    parser = argparse.ArgumentParser(prog="Scripts/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command (default 5)")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--check", metavar="FILE")
    options = parser.parse_args()
    unknown = [n for n in options.names if n not in WORKLOADS]
    if unknown:
        parser.error(f"unknown workload {', '.join(unknown)}; there are {', '.join(WORKLOADS)}")

    with tempfile.TemporaryDirectory(prefix="dotnews-bench-") as scratch:
        bench = Bench(HERE.parent, pathlib.Path(scratch), options.runs)
        try:
            for name in options.names or WORKLOADS:
                print(f"… {name}", file=sys.stderr, flush=True)
                importlib.import_module(f"workloads.{name}").run(bench)
        finally:
            bench.close()
    print(bench.table())
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(bench.rows, indent=1, ensure_ascii=False) + "\n")
    if options.check:
        worse = bench.regressions(json.loads(pathlib.Path(options.check).read_text()))
        for line in worse:
            print(f"worse: {line}", file=sys.stderr)
        return 1 if worse else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
