#!/usr/bin/env python3
"""Runs the workloads named on the command line (all of them when none is), ours and the peer's in turn, and prints a
table of medians and ratios.

--json FILE writes the same for programs; --check compares with an earlier one, the committed one when no file is named, and
fails where a row has become more than 10 per cent worse, or than the row itself allows."""
import argparse
import importlib
import json
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from harness import Bench  # noqa: E402

BASELINE = HERE / "baseline.json"
WORKLOADS = sorted(p.stem for p in (HERE / "workloads").glob("[a-z]*.py"))


def arguments():
    parser = argparse.ArgumentParser(prog="Scripts/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command (default 5)")
    parser.add_argument("--markdown", action="store_true", help="print the table as docs/performance.md has it")
    parser.add_argument("--json", metavar="FILE", help="write the rows to FILE")
    parser.add_argument("--check", metavar="FILE", nargs="?", const=BASELINE, help=f"compare with FILE ({BASELINE.name})")
    parser.add_argument("--update-baseline", action="store_true", help=f"replace the measured rows in {BASELINE.name}")
    parser.add_argument("--cache", metavar="FOLDER", type=pathlib.Path, help="keep the generated editions in FOLDER")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in WORKLOADS]
    if unknown:
        parser.error(f"unknown workload {', '.join(unknown)}; there are {', '.join(WORKLOADS)}")
    if options.check and not pathlib.Path(options.check).exists():
        parser.error(f"there is no {options.check} to compare with; --json or --update-baseline writes one")
    return options


def measure(options):
    with tempfile.TemporaryDirectory(prefix="dotnews-bench-") as scratch:
        bench = Bench(HERE.parent, pathlib.Path(scratch), options.runs, options.cache)
        try:
            for name in options.names or WORKLOADS:
                start = time.monotonic()
                print(f"… {name}", file=sys.stderr, flush=True)
                importlib.import_module(f"workloads.{name}").run(bench)
                print(f"… {name} took {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
        finally:
            bench.close()
        return bench


def dump(rows, file):
    file.write_text("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")


def update_baseline(rows):
    """Puts rows in the place of those of the same workloads; the others stay."""
    measured = {row["workload"].split(":")[0] for row in rows}
    kept = json.loads(BASELINE.read_text()) if BASELINE.exists() else []
    kept = [row for row in kept if row["workload"].split(":")[0] not in measured]
    dump(sorted(kept + rows, key=lambda row: row["workload"].split(":")[0]), BASELINE)


def main():
    options = arguments()
    earlier = json.loads(pathlib.Path(options.check).read_text()) if options.check else []
    bench = measure(options)
    print(bench.markdown() if options.markdown else bench.table())
    if options.json:
        dump(bench.rows, pathlib.Path(options.json))
    if options.update_baseline:
        update_baseline(bench.rows)
    worse = bench.regressions(earlier)
    for line in worse:
        print(f"worse: {line}", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
