"""Cold sync and unchanged sync of 10,000 stories over HTTP/1.1, against curl fetching the same addresses to files."""
from harness import removing


def run(bench):
    dotnews = bench.dotnews()
    edition = bench.edition(10_000)
    site = bench.serve(edition)
    urls = (edition / "urls.txt").read_text().replace("http://edition.test", site).split()
    files = bench.scratch / "curl-files"
    config = bench.scratch / "curl.config"
    config.write_text("".join(f'url = "{url}"\noutput = "{files}/{i}"\n' for i, url in enumerate(urls)))
    store = bench.scratch / "cold.sqlite"
    sync = [dotnews, "sync", "--site", site, "--channel", "dotnews", "--db", store, "--json", "--quiet"]

    def cold():
        removing(store)
        return bench.time(sync)

    def curl():
        removing(files)
        files.mkdir()
        return bench.time(["curl", "--no-progress-meter", "--parallel", "--parallel-max", "16", "--compressed",
                           "--config", str(config)])

    ours, peer = bench.alternate(cold, curl)
    bench.ratio("cold sync, 10,000 stories with bodies", "s", [t.wall for t in ours], [t.wall for t in peer],
                "curl to files", 2.0)
    memory = [t.memory / 2**20 for t in ours]
    bench.bound("cold sync, 10,000 stories, peak memory", "MB", memory, 64)

    unchanged = [bench.time(sync) for _ in range(bench.runs + 1)][1:]
    bench.bound("unchanged sync, 20 columns, whole process", "ms", [t.wall * 1000 for t in unchanged], 60)

    small_site = bench.serve(bench.edition(1_000))
    small = bench.scratch / "small.sqlite"
    small_sync = [dotnews, "sync", "--site", small_site, "--channel", "dotnews", "--db", small, "--json", "--quiet"]
    small_memory = []
    for _ in range(bench.runs):
        removing(small)
        small_memory.append(bench.time(small_sync).memory / 2**20)
    bench.ratio("cold sync, peak memory of 10,000 stories against 1,000", "MB", memory, small_memory, "1,000 stories",
                1.2)
