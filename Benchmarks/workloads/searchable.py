"""Storing 10,000 articles with their bodies and making them indexed, half of them Chinese, against a program in C that
inserts the same rows, held in memory, and their texts into the same index, with a tokenizer that gives the same tokens;
and making articles indexed that come in between others, next to those others."""


def run(bench):
    tool = bench.tool("SearchBenchmark")
    ours, peer = bench.measures([tool, "store", bench.scratch / "searchable.sqlite", 10_000])["store.index"]
    bench.ratio("searchable: an article stored and indexed", "µs", ours, peer, "C", 1.3)
    late, first = bench.measures([tool, "late", bench.scratch / "late.sqlite", 5_000])["late.index"]
    bench.ratio("searchable: one of 5,000 articles indexed that come in between 5,000", "µs", late, first,
                "those 5,000", tolerance=0.3)
