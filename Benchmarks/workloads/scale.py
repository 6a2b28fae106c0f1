"""A million installed apps and one publisher behind a CDN over a day, with the clock simulated and the library's own rules:
how evenly apps come, what a server that recovers has to bear, and what conditional requests save. docs/scale.md says what is
assumed; the sizes are those of a generated edition, compressed as nginx does it unless told otherwise."""
import statistics

from servers import compressed_size

SAMPLE = 100_000  # apps that stand for the million
HEADERS, NOT_MODIFIED, UNAVAILABLE = 400, 300, 400  # bytes of an answer's header, behind a CDN; of whole answers
ROWS = [  # name, measure, at most; the same without rules, its name, at most of that
    ("busiest ten seconds of a day, of the mean", "schedule.evenness", 2, "clock.evenness", "on the half hour", 0.1),
    ("peak after an outage, of the hour before", "outage.schedule.after", 2, "outage.fixed.after", "every 30 s", 0.2),
    ("peak after one that said when it ends", "retry-after.schedule.after", 2, "retry-after.fixed.after", "then", 0.1),
    ("peak during an outage", "outage.schedule.during", 1, "outage.fixed.during", "every 30 s", 1),
    ("peak after a push to all", "push.schedule.after", 3, "push.fixed.after", "at once", 0.2),
]


def run(bench):
    tool = bench.tool("ScaleSimulation")
    results = {name: ours[0] for name, (ours, _) in bench.measures([tool, SAMPLE, *sizes(bench)]).items()}
    for name, measure, at_most, peer, peer_name, ratio in ROWS:
        bench.bound(f"scale: {name}", "×", [results[measure]], at_most)
        bench.ratio(f"scale: {name}, without rules", "×", [results[measure]], [results[peer]], peer_name, ratio)
    bench.ratio("scale: bytes of a day", "GB", [results["schedule.cdn.bytes"] / 1e9],
                [results["schedule.unconditional.cdn.bytes"] / 1e9], "unconditional", 0.5)
    bench.bound("scale: requests that reach the origin", "%", [100 * (1 - results["schedule.hits"])], 1)


def sizes(bench):
    """Bytes on the wire, headers included, of the tree, a list and an article (medians), "not modified" and "unavailable"."""
    folder = bench.edition(1_000)
    def median(pattern):
        return HEADERS + statistics.median(compressed_size(file.read_bytes()) for file in sorted(folder.glob(pattern)))
    return [median("columns.json"), median("columns/*/dotnews/app/stories.json"), median("a/*/*/*.json"),
            NOT_MODIFIED, UNAVAILABLE]
