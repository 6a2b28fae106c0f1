"""Storing 10,000 stories with their bodies and making them findable, half of them Chinese, against a program in C that
inserts the same rows, held in memory, and their texts into the same index, with a tokenizer that gives the same tokens;
and making stories findable that come in between others, next to those others."""


def run(bench):
    tool = bench.tool("SearchBenchmark")
    ours, peer = bench.measures([tool, "store", bench.scratch / "searchable.sqlite", 10_000])["store.index"]
    bench.ratio("searchable: a story stored and indexed", "µs", ours, peer, "C", 1.3)
    late, first = bench.measures([tool, "late", bench.scratch / "late.sqlite", 5_000])["late.index"]
    bench.ratio("searchable: one of 5,000 stories indexed that come in between 5,000", "µs", late, first,
                "those 5,000", tolerance=0.3)
