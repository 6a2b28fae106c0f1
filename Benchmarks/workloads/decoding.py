"""An article's JSON into the model, body blocks included, through the CMS client with answers from memory: against
Foundation reading the same bytes into dictionaries and libxml2 the body into its tree, and against orjson with lxml for
the body's text."""
import json


def run(bench):
    tool = bench.tool("MarkupBenchmark")
    python = bench.python()
    articles = bench.scratch / "articles.jsonl"
    articles.write_bytes(b"".join(article + b"\n" for article in bench.articles(500)))
    script = bench.peer("read_articles.py")

    ours, trees = bench.measures([tool, "articles", articles, bench.runs])["articles.p50"]
    bench.ratio("decoding: an article into the model", "µs", ours, trees, "JSONSerialization and libxml2's tree", 1)

    ours, trees = (bench.instructions([tool, who, articles], few=2, many=6) / 500 / 1000 for who in ("models", "trees"))
    bench.ratio("decoding: an article into the model, instructions", "k", [ours], [trees], "JSONSerialization and libxml2's tree",
                1, tolerance=0.02)

    ours, peer = bench.alternate(
        lambda: bench.measures([tool, "articles", articles, 1])["articles.p50"][0][0],
        lambda: json.loads(bench.output([python, script, articles]))["perArticle"])
    bench.ratio("decoding: an article into the model", "µs", ours, peer, "orjson and lxml's text", 2)
