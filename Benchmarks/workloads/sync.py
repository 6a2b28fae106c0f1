"""Cold sync of 10,000 articles with bodies, over HTTP/1.1 and over HTTP/2 with TLS, against curl fetching the same addresses:
to files, as a sync leaves something behind too, and to nowhere. The sync makes articles readable; that of the row that says
so makes them all indexed. And the memory it takes, which must not depend on the size of the edition."""
from files import removing

ARTICLES = 10_000
MEMORY = 48


def curl_command(bench, server, name, output):
    """curl with all addresses of the edition; `output` gives each a file by its number."""
    urls = (bench.edition(ARTICLES) / "urls.txt").read_text().replace("http://edition.test", server.address).split()
    config = bench.scratch / f"curl-{name}.config"
    config.write_text("".join(f'url = "{url}"\noutput = "{output(i)}"\n' for i, url in enumerate(urls)))
    return ["curl", "--no-progress-meter", "--parallel", "--parallel-max", "16", "--compressed",
            "--cacert", bench.authority.certificate, "--config", config]


def run(bench):
    store, files = bench.scratch / "cold.sqlite", bench.scratch / "curl-files"
    for protocol, tls in (("HTTP/1.1", False), ("HTTP/2", True)):
        server = bench.serve(bench.edition(ARTICLES), tls=tls)
        small = bench.serve(bench.edition(ARTICLES // 10), tls=tls)
        to_files = curl_command(bench, server, "files", lambda i: files / str(i))
        to_nowhere = curl_command(bench, server, "nowhere", lambda i: "/dev/null")

        def cold():
            return bench.time(bench.sync(server, removing(store), "--index", "none"))

        def curl():
            removing(files).mkdir()
            return bench.time(to_files)

        ours, peer = bench.alternate(cold, curl)
        nowhere = [bench.time(to_nowhere) for _ in range(bench.runs)]
        name = f"sync: 10,000 articles readable, {protocol}"
        bench.ratio(name, "s", ours, peer, "curl to files", 1.5)
        bench.ratio(name, "s", ours, nowhere, "curl to /dev/null")

        def peak(server, *options):
            return [bench.memory(bench.sync(server, removing(store), *options)) / 2**20 for _ in range(3)]

        memory = peak(server)
        bench.bound(f"sync: peak memory, 10,000 articles, newest 1,000 indexed, {protocol}", "MB", memory, MEMORY)
        bench.ratio(f"sync: peak memory, 10,000 articles, {protocol}", "MB", memory, peak(small), "1,000 articles", 1.1)
    bench.bound("sync: peak memory, 10,000 articles, all indexed, HTTP/2", "MB", peak(server, "--index", "all"), MEMORY)
