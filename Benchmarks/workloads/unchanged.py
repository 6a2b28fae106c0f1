"""A sync that finds nothing changed in 20 columns, whole process, against newsboat reloading the same edition as 20 feeds
that have not changed either; and what the sync writes to the store and its journal, which is nothing. Not counted is the
memory that SQLite's processes share, a file of its own (-shm) that is made and removed each time."""
import subprocess
import sys

from files import companions

SIZES = (1_000, 10_000)


def run(bench):
    for articles in SIZES:
        edition = bench.edition(articles)
        server = bench.serve(edition)
        store = bench.scratch / f"unchanged-{articles}.sqlite"
        sync = bench.sync(server, store, "--index", "none")
        newsboat = reload_command(bench, edition, articles)
        bench.run(sync), bench.run(newsboat)
        before = [state(path) for path in companions(store)]
        ours, peer = bench.alternate(lambda: bench.time(sync), lambda: bench.time(newsboat), max(bench.runs, 15))
        bench.ratio(f"unchanged: sync of 20 columns, {articles:,} articles", "ms", [1000 * run.wall for run in ours],
                    [1000 * run.wall for run in peer], "newsboat", 1, tolerance=0.2)
        if [state(path) for path in companions(store)] != before:
            raise RuntimeError("a sync that found nothing changed has changed the store")
    bench.bound("unchanged: bytes that the sync writes", "B", [written(bench, sync)], 0)


def reload_command(bench, edition, articles):
    """newsboat, with a home of its own, reading the edition as feeds."""
    feeds, home = bench.scratch / f"feeds-{articles}", bench.scratch / f"newsboat-{articles}"
    subprocess.run([sys.executable, bench.root / "Benchmarks/make_feeds.py", edition, feeds], check=True)
    home.mkdir()
    server = bench.serve(feeds)
    urls, config = home / "urls", home / "config"
    urls.write_text("".join(f"{server.address}/{feed.name}\n" for feed in sorted(feeds.iterdir())))
    config.write_text("reload-threads 16\n")
    return ["newsboat", "-q", "-u", urls, "-c", home / "cache.db", "-C", config, "-x", "reload"]


def state(path):
    """What a write would change of a file."""
    if not path.exists():
        return None
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def written(bench, command):
    """The bytes that a process writes to the store or beside it, by the system calls that strace sees."""
    log = bench.scratch / "strace.log"
    bench.run(["strace", "-f", "-y", "-qq", "-o", log, "-e", "trace=write,pwrite64,writev,pwritev,pwritev2,ftruncate",
               *command])
    total = 0
    for line in log.read_text().splitlines():
        # 1234 pwrite64(5</folder/file>, "..."..., 4096, 0) = 4096
        file = line.partition("<")[2].partition(">")[0]
        if file.startswith(str(bench.scratch)) and not file.endswith("-shm"):
            # How much a truncated file loses is not known; that it is one is enough to fail.
            total += 1 if "ftruncate" in line else int(line.rsplit(" = ", 1)[1].split()[0])
    return total
