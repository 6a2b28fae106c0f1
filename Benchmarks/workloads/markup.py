"""The HTML of an article's body into blocks, against libxml2 building its own tree of it and against BeautifulSoup over
lxml."""
import json


def run(bench):
    tool = bench.tool("MarkupBenchmark")
    python = bench.python()
    bodies = bench.scratch / "bodies.jsonl"
    bodies.write_text("".join(
        json.dumps(json.loads(article)["data"]["content"], ensure_ascii=False) + "\n" for article in bench.articles(500)))
    script = bench.peer("read_bodies.py")

    ours, tree = bench.measures([tool, "bodies", bodies, bench.runs])["bodies.p50"]
    bench.ratio("markup: a body into blocks", "µs", ours, tree, "libxml2's tree", 1)

    ours, tree = (bench.instructions([tool, who, bodies], few=2, many=6) / 500 / 1000 for who in ("blocks", "tree"))
    bench.ratio("markup: a body into blocks, instructions", "k", [ours], [tree], "libxml2's tree", 1)

    ours, soup = bench.alternate(
        lambda: bench.measures([tool, "bodies", bodies, 1])["bodies.p50"][0][0],
        lambda: json.loads(bench.output([python, script, bodies]))["perBody"])
    bench.ratio("markup: a body into blocks", "µs", ours, soup, "BeautifulSoup over lxml", 1 / 10)
