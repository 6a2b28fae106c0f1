"""What lies on the disk: a store of 100,000 articles with bodies, all indexed, against the bytes of their JSON; and the
command-line client with the standard library linked in, stripped."""
from files import companions


def run(bench):
    library = bench.library()
    size = sum(path.stat().st_size for path in companions(library.store) if path.exists())
    bench.ratio("disk: 100,000 articles with bodies and index", "MB", [size / 1e6], [library.json_size / 1e6], "their JSON",
                0.6, tolerance=0.02)
    bench.bound("disk: dotnews with the standard library, stripped", "MB", [bench.dotnews().stat().st_size / 1e6], 15,
                tolerance=0.02)
