"""A story's JSON into the model, body blocks included, through the CMS client with answers from memory: against
Foundation reading the same bytes into dictionaries and libxml2 the body into its tree, and against orjson with lxml for
the body's text."""
import json


def run(bench):
    tool = bench.tool("MarkupBenchmark")
    python = bench.python("orjson", "lxml")
    stories = bench.scratch / "stories.jsonl"
    stories.write_bytes(b"".join(story + b"\n" for story in bench.stories(500)))
    script = bench.root / "Benchmarks/peers/read_stories.py"

    ours, trees = bench.measures([tool, "stories", stories, bench.runs])["stories.p50"]
    bench.ratio("decoding: a story into the model", "µs", ours, trees, "JSONSerialization and libxml2's tree", 1)

    ours, peer = bench.alternate(
        lambda: bench.measures([tool, "stories", stories, 1])["stories.p50"][0][0],
        lambda: json.loads(bench.output([python, script, stories]))["perStory"])
    bench.ratio("decoding: a story into the model", "µs", ours, peer, "orjson and lxml's text", 2)
