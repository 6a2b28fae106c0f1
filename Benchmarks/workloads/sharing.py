"""Measuring mixed English and Chinese posts as X does, against the PyPI package twitter-text-parser; and composing what
every target is handed of one article."""
import json
import random

POSTS = 400


def posts():
    """Posts as people write them: both languages, links with and without scheme, hashtags, mentions, emoji."""
    chooser = random.Random(7)
    english = "ferries return to the islands after two years of talks with residents and the harbour council".split()
    chinese = "香港 渡輪 夜航 重開 離島 居民 等了 兩年 議會 表示 票價 維持 不變 首班船 午夜 開出".split()
    extras = ["https://english.dotdotnews.com/a/202506/30/AP690800aae4b0e343b0e2aa01.html", "dotdotnews.com", "#渡輪",
              "#HarbourNews", "@dotdotnews", "👨‍👩‍👧‍👦", "🇭🇰", "☂️", "http://例え.jp/頁", "café"]
    for number in range(POSTS):
        words = [chooser.choice(english) for _ in range(chooser.randint(4, 18))]
        han = "".join(chooser.choice(chinese) for _ in range(chooser.randint(4, 24)))
        parts = words + [han + "。"] if number % 2 else [han, "，"] + words
        for _ in range(chooser.randint(1, 3)):
            parts.insert(chooser.randint(0, len(parts)), chooser.choice(extras))
        yield " ".join(parts)


def run(bench):
    tool = bench.tool("SharingBenchmark")
    python = bench.python()
    file = bench.scratch / "posts.jsonl"
    file.write_text("".join(json.dumps(post, ensure_ascii=False) + "\n" for post in posts()))
    script = bench.peer("measure_posts.py")

    def ours():
        return json.loads(bench.output([tool, "measure", file, 20]))

    def peer():
        return json.loads(bench.output([python, script, file, 1]))

    pairs = bench.alternate(ours, peer)
    # The two differ where X documents that every emoji sequence counts two, so only links must agree.
    if pairs[0][0]["links"] != pairs[1][0]["links"]:
        raise RuntimeError(f"links found: {pairs[0][0]['links']} by us, {pairs[1][0]['links']} by the peer")
    bench.ratio("sharing: measure a post", "µs", [r["perPost"] for r in pairs[0]], [r["perPost"] for r in pairs[1]],
                "twitter-text-parser", 1 / 20)

    count = bench.instructions([tool, "measure", file], few=1, many=3) / POSTS / 1000
    bench.bound("sharing: measure a post, instructions", "k", [count], tolerance=0.02)

    results = bench.measures([tool, "compose", bench.runs, 2_000])
    bench.bound("sharing: compose all targets of an article", "µs", results["compose"][0], 50)
