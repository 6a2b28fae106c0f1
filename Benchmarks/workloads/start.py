"""Whole processes of `dotnews list` and `dotnews search` on a store of 100,000 articles, against a Swift program that does
nothing, and one that does nothing with Foundation."""

CALLS = 40
COMMANDS = [("list", ["list"]), ("search", ["search", "香港 政府"]), ("search, English", ["search", "harbour council"])]


def run(bench):
    store = bench.library().store
    dotnews = bench.dotnews()
    empty, foundation = bench.tool("EmptyProgram"), bench.tool("FoundationProgram")
    for name, words in COMMANDS:
        command = [dotnews, *words, "--db", store]
        ours, peer = (
            [run.wall * 1000 for run in side]
            for side in bench.alternate(lambda: bench.time(command), lambda: bench.time([empty]), CALLS))
        bench.difference(f"start: dotnews {name}, 100,000 articles, whole process", "ms", ours, peer, "empty program", 10)
    ours, peer = (
        [run.wall * 1000 for run in side]
        for side in bench.alternate(lambda: bench.time([foundation]), lambda: bench.time([empty]), CALLS))
    bench.difference("start: a program that does nothing with Foundation", "ms", ours, peer, "empty program")
