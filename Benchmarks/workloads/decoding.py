"""A story's JSON into the model, body blocks included, through the CMS client with answers from memory: against
Foundation reading the same bytes into dictionaries and libxml2 the body into its tree, and against orjson with lxml for
the body's text."""
import json


def run(bench):
    tool = bench.tool("MarkupBenchmark")
    python = bench.python()
    stories = bench.scratch / "stories.jsonl"
    stories.write_bytes(b"".join(story + b"\n" for story in bench.stories(500)))
    script = bench.peer("read_stories.py")

    ours, trees = bench.measures([tool, "stories", stories, bench.runs])["stories.p50"]
    bench.ratio("decoding: a story into the model", "µs", ours, trees, "JSONSerialization and libxml2's tree", 1)

    ours, trees = (bench.instructions([tool, who, stories], few=2, many=6) / 500 / 1000 for who in ("models", "trees"))
    bench.ratio("decoding: a story into the model, instructions", "k", [ours], [trees], "JSONSerialization and libxml2's tree",
                1, tolerance=0.02)

    ours, peer = bench.alternate(
        lambda: bench.measures([tool, "stories", stories, 1])["stories.p50"][0][0],
        lambda: json.loads(bench.output([python, script, stories]))["perStory"])
    bench.ratio("decoding: a story into the model", "µs", ours, peer, "orjson and lxml's text", 2)
