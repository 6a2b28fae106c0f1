"""The inputs of Tests/worst-inputs.json, which would cost more than their size if anything looked at the whole of them for each
of their parts: `dotnews parse` reads each in one size and in eight times that, and the exponent of growth says what became of
the time: 1 is in proportion to the size, 2 its square. Counted is the processor's time beyond that of an input of one part."""
import json
import math
import re
import sys

SIZES = {"text": 64 << 10, "marks": 64 << 10, "body": 256 << 10, "page": 256 << 10, "json": 256 << 10}
GROWTH = 8
# What is over within the resolution of the clock has no slope.
SHORTEST = 0.02


def run(bench):
    table = json.loads((bench.root / "Tests/worst-inputs.json").read_text())
    dotnews = bench.dotnews()
    for target, size in SIZES.items():
        slopes = {}
        for entry in (entry for entry in table if entry["into"] == target):
            once, small, large = (processor(bench, dotnews, target, entry, bytes) for bytes in (1, size, GROWTH * size))
            if large - once > SHORTEST:
                slopes[entry["name"]] = math.log(max(large - once, SHORTEST) / max(small - once, SHORTEST / GROWTH), GROWTH)
        for name, slope in sorted(slopes.items(), key=lambda item: -item[1])[:3]:
            print(f"  {target}: {name}: {slope:.2f}", file=sys.stderr)
        bench.bound(f"worst: greatest exponent of growth, {target}", "", [max(slopes.values(), default=0)], 1.2)


def processor(bench, dotnews, target, entry, size):
    """The processor's seconds that reading an input of some bytes takes, the least of three."""
    file = bench.scratch / ("worst.json" if target != "page" else "worst.html")
    file.write_text(document(target, text(entry, size)))
    command = [dotnews, "parse", file, "--kind", "article" if target == "page" else "auto", "--json", "--quiet"]
    return min(bench.time(command, may_fail=True).processor for _ in range(3))


def document(target, value):
    """What carries an input to where it is read."""
    if target in ("page", "json"):
        return value
    field = "content" if target == "body" else "title"
    path = "/a/202511/01/AP0123456789abcdef01234567"
    story = {"id": "AP0123456789abcdef01234567", "title": "T", "url": f"{path}.html", "content": "<p>x</p>", field: value}
    return json.dumps({"code": 0, "data": story}, ensure_ascii=False)


def text(entry, size):
    """An input of about `size` bytes; `{n}` in its unit stands for the number of the part."""
    parts, length, number = [entry["start"]], len(entry["start"].encode()), 0
    while length < size:
        part = re.sub(r"\{n(:\d+)?\}", lambda match: format(number, (match[1] or ":")[1:]), entry["unit"])
        parts.append(part)
        length += len(part.encode())
        number += 1
    return "".join(parts) + entry["end"]
