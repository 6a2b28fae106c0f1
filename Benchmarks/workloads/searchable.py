"""Storing 10,000 stories with their bodies and making them findable, half of them Chinese, against a program in C that
inserts the same rows, held in memory, and their texts into the same index, with a tokenizer that gives the same pairs."""


def run(bench):
    ours, peer = bench.measures([bench.tool("SearchBenchmark"), "store", bench.scratch / "searchable.sqlite", 10_000])[
        "store.index"]
    bench.ratio("searchable: a story stored and indexed", "µs", ours, peer, "C", 1.3)
