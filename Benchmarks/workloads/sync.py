"""Cold sync of 10,000 articles with bodies, over HTTP/1.1 and over HTTP/2 with TLS, against curl fetching the same addresses
and keeping nothing, which is the limit. The sync makes articles readable; that of the row that says so makes them all
indexed. And the memory it takes, which must not depend on the size of the edition."""
from files import removing

ARTICLES = 10_000
MEMORY = 40


def curl_command(bench, server):
    """curl with all addresses of the edition."""
    urls = (bench.edition(ARTICLES) / "urls.txt").read_text().replace("http://edition.test", server.address).split()
    config = bench.scratch / "curl.config"
    config.write_text("".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls))
    return ["curl", "--no-progress-meter", "--parallel", "--parallel-max", "16", "--compressed",
            "--cacert", bench.authority.certificate, "--config", config]


def run(bench):
    store = bench.scratch / "cold.sqlite"
    for protocol, tls in (("HTTP/1.1", False), ("HTTP/2", True)):
        server = bench.serve(bench.edition(ARTICLES), tls=tls)
        small = bench.serve(bench.edition(ARTICLES // 10), tls=tls)
        curl = curl_command(bench, server)
        ours, peer = bench.alternate(
            lambda: bench.time(bench.sync(server, removing(store), "--index", "none")), lambda: bench.time(curl))
        bench.processes(f"sync: 10,000 articles readable, {protocol}", ours, peer, "curl to /dev/null", 2)

        def peak(server, *options):
            return [bench.memory(bench.sync(server, removing(store), *options)) / 2**20 for _ in range(3)]

        memory = peak(server)
        bench.bound(f"sync: peak memory, 10,000 articles, newest 1,000 indexed, {protocol}", "MB", memory, MEMORY)
        bench.ratio(f"sync: peak memory, 10,000 articles, {protocol}", "MB", memory, peak(small), "1,000 articles", 1.1)
    bench.bound("sync: peak memory, 10,000 articles, all indexed, HTTP/2", "MB", peak(server, "--index", "all"), MEMORY)
