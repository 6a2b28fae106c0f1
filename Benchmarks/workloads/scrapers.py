"""Cold sync of 10,000 articles with bodies over HTTP/1.1 against two programs in Python: a careful one (aiohttp, orjson, lxml,
one transaction), without and with its search index, which is FTS5's unicode61 and finds no part of a Chinese sentence; and
an ordinary one (requests, BeautifulSoup over lxml, threads, an index), which is run once, as it takes a minute."""
from files import removing

ARTICLES = 10_000


def run(bench):
    server = bench.serve(bench.edition(ARTICLES))
    python = bench.python()
    store, peer_store = bench.scratch / "scrapers.sqlite", bench.scratch / "scrapers-peer.sqlite"

    def ours(*options):
        return bench.time(bench.sync(server, removing(store), *options))

    def peer(script, *options):
        command = [python, bench.peer(script), server.address, removing(peer_store), *options]
        return bench.time(command)

    readable, careful = bench.alternate(
        lambda: ours("--index", "none"), lambda: peer("sync_careful.py", "--no-index"))
    bench.processes("scrapers: 10,000 articles readable", readable, careful, "aiohttp, no index", 0.6, 0.6)
    indexed, careful = bench.alternate(lambda: ours("--index", "all"), lambda: peer("sync_careful.py"))
    bench.processes("scrapers: 10,000 articles, all indexed", indexed, careful, "aiohttp, all indexed")
    bench.processes("scrapers: 10,000 articles, all indexed", indexed[:1], [peer("sync_ordinary.py")],
                    "requests and BeautifulSoup, one run")
