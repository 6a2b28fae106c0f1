"""A store of 100,000 articles, and 50 that change on the site, over 50 of 100 columns, whose lists hold their newest 50: a
whole process that brings them, over HTTP/1.1 and over HTTP/2 with TLS, and the bytes that this takes on the wire."""
CHANGED = 50


def run(bench):
    library = bench.library()
    library.shorten_lists()
    for protocol, server in (("HTTP/1.1", library.plain), ("HTTP/2", library.tls)):
        sync = bench.sync(server, library.store)
        bench.run(sync)
        times, articles, everything, all_bytes, article_sizes = [], [], [], [], []
        for _ in range(bench.runs):
            sizes = library.change(CHANGED)
            server.take_log()
            times.append(bench.time(sync).wall * 1000)
            log = server.take_log()
            if sum("/a/" in path for _, _, path in log) != CHANGED:
                raise RuntimeError(f"the sync asked for {len(log)} addresses: {log}")
            articles.append(sum(size for size, _, path in log if "/a/" in path) / 1000)
            all_bytes.append(sum(size for size, _, _ in log) / 1000)
            article_sizes.append(sizes[0] / 1000)
            everything.append(sum(sizes) / 1000)
        bench.bound(f"changed: 50 articles of 100,000, whole process, {protocol}", "ms", times, 120)
        bench.ratio(f"changed: the articles on the wire, heads included, {protocol}", "kB", articles, article_sizes,
                    "compressed articles", 1.05)
        bench.ratio(f"changed: all on the wire, heads included, {protocol}", "kB", all_bytes, everything,
                    "compressed articles and lists", 1.05)
        bench.ratio(f"changed: all on the wire, heads included, {protocol}", "kB", all_bytes, article_sizes,
                    "compressed articles")
