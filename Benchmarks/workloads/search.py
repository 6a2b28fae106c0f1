"""A store of 100,000 articles, half of them Chinese: making them indexed against FTS5's unicode61 over the same texts,
the size of the index, and the 20 newest articles that a query finds against a program in C with FTS5, an index of
overlapping pairs and the same articles. The queries are frequent and rare words, Chinese of two and four characters, and
several words at once; both sides must find the same number of articles."""
ARTICLES = 100_000


def run(bench):
    tool = bench.tool("SearchBenchmark")
    files = [bench.scratch / "search.sqlite", bench.scratch / "search-peer.sqlite"]
    bench.run([tool, "fill", *files, ARTICLES])

    results = bench.measures([tool, "index", *files, ARTICLES])
    ours, peer = ([value / 1e6 for value in side] for side in results["index"])
    bench.ratio("search: index 10,000 articles", "s", ours, peer, "unicode61", 1.2)
    ours, peer = ([value / 1e6 for value in side] for side in results["index.compact"])
    bench.ratio("search: make the index compact", "s", ours, peer, "unicode61 indexing all")
    ours, peer = ([value / 1e6 for value in side] for side in results["index.size"])
    bench.ratio("search: the index", "MB", ours, peer, "the texts", 1)

    results = bench.measures([tool, "measure", *files, bench.runs, 400])
    bench.ratio("search: 20 newest with snippets, p50", "µs", *results["find.p50"], "C, snippet()", 1.2)
    for order in ("newest", "oldest", "relevance"):
        milliseconds = [value / 1000 for value in results[f"find.{order}.p99"][0]]
        bench.bound(f"search: 20 {order}, with snippets, p99", "ms", milliseconds, 5)
