"""A thousand syncs in one process, each with a client and a store of its own, the first cold and the others unchanged:
memory and descriptors after a hundred and after all."""


def run(bench):
    tool = bench.tool("SyncSoak")
    site = bench.serve(bench.edition(1_000)).address
    results = bench.measures([tool, site, bench.scratch / "soak.sqlite", 1_000])
    (memory, descriptors), (memory_after, descriptors_after) = results["soak.start"][0], results["soak.end"][0]
    bench.bound("soak: memory after 1,000 syncs over that after 100", "MB", [(memory_after - memory) / 1e6], 2)
    bench.bound("soak: descriptors after 1,000 syncs over those after 100", "", [descriptors_after - descriptors], 0)
