"""Devices that meet in a folder: a new device that takes over 10,000 bookmarks and 50,000 read marks, a day's use of one
device in six rounds, and marking 10,000 articles as read while changes are noted for other devices."""

MEASURES = [  # measure, name, unit, factor, bound
    ("new.time", "a new device takes over 10,000 bookmarks and 50,000 read marks", "s", 1e-6, 2),
    ("new.bytes", "the same, transfer", "MB", 1e-6, 2),
    ("day.bytes", "a day's use of one device, written in six rounds", "KB", 1e-3, 10),
    ("mark.time", "marking 10,000 articles as read, one transaction", "ms", 1e-3, 100),
    ("unchanged.time", "a round in which nothing has changed", "ms", 1e-3, 20),
]


def run(bench):
    tool = bench.tool("ReplicationBenchmark")
    results = bench.measures([tool, bench.scratch / "replication", bench.runs])
    for measure, name, unit, factor, at_most in MEASURES:
        ours, _ = results[measure]
        bench.bound(f"replication: {name}", unit, [value * factor for value in ours], at_most)
