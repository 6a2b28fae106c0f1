"""A store of 100,000 articles: a page of 50, one anywhere, an article with its body, and marking one as read, against a
program in C that prepares the same statements once and copies the texts it hands over."""
import shutil

ARTICLES = 100_000
MEASURES = [  # measure, name, unit, greatest ratio
    ("page.p50", "first page of 50, p50", 1.2),
    ("page.p99", "first page of 50, p99", 1.5),
    ("page.async.p50", "first page of 50, awaited, p50", 1.5),
    ("page.random.p50", "a page of 50 anywhere, p50", 1.2),
    ("page.random.p99", "a page of 50 anywhere, p99", 1.5),
    ("article.p50", "article with body by id, p50", 1.2),
    ("mark.p50", "mark as read, p50", 1.2),
]
BOUNDS = [  # measure, name, greatest number
    ("unread.p99", "unread articles counted, in all and by column, p99", 5_000),
]
AGAINST = [  # measure, name, the peer's name, greatest ratio
    ("changes.p50", "the last 1,000 changes, p50", "the last 100", 12),
    ("followed.p50", "first page of 50 of 9 followed columns, tags and authors, awaited, p50", "plain page", 2),
    ("followed.words.p50", "the same with 3 followed words, awaited, p50", "plain page", None),
    ("muted.p50", "first page of 50, 21 muted topics, awaited, p50", "plain page", 2),
]
COUNTED = [("page", "first page of 50"), ("article", "article with body by id"), ("mark", "mark as read")]


def run(bench):
    tool = bench.tool("StoreBenchmark")
    store = bench.scratch / "store.sqlite"
    bench.run([tool, "fill", store, ARTICLES])
    pristine = bench.scratch / "store.pristine"
    shutil.copy(store, pristine)

    results = bench.measures([tool, "measure", store, ARTICLES, bench.runs, 400])
    for measure, name, at_most in MEASURES:
        ours, peer = results[measure]
        bench.ratio(f"store: {name}", "µs", ours, peer, "C", at_most)
    for measure, name, peer_name, at_most in AGAINST:
        ours, peer = results[measure]
        bench.ratio(f"store: {name}", "µs", ours, peer, peer_name, at_most)
    for measure, name, at_most in BOUNDS:
        bench.bound(f"store: {name}", "µs", results[measure][0], at_most)

    for measure, name in COUNTED:
        counts = []
        for who in ("ours", "peer"):
            # What one has marked the other would find marked, and write nothing.
            shutil.copy(pristine, store)
            counts.append(bench.instructions([tool, "repeat", store, ARTICLES, measure, who], few=20, many=70))
        bench.ratio(f"store: {name}, instructions", "k", [counts[0] / 1000], [counts[1] / 1000], "C", 1.2,
                    tolerance=0.02)
