"""The rows of the table: what was measured, the peer's, their ratio with its spread, the target and whether it is met."""
import statistics

# How much worse a row may have become since the baseline, unless it says otherwise.
TOLERANCE = 0.1


class Results:
    def __init__(self):
        self.rows = []

    # Adding rows

    def ratio(self, workload, unit, ours, peer, peer_name, at_most=None, tolerance=TOLERANCE):
        """Adds a row that compares two lists of figures by their pairwise ratios; without `at_most` it is for
        information."""
        target = None if at_most is None else f"≤ {times(at_most)} ×"
        self._add(workload, unit, ours, peer, peer_name, "ratio", [a / b for a, b in zip(ours, peer)], at_most, target,
                  tolerance)

    def difference(self, workload, unit, ours, peer, peer_name, at_most=None, tolerance=TOLERANCE):
        """Adds a row that compares two lists of figures by their pairwise differences."""
        target = None if at_most is None else f"≤ {at_most:g} {unit} more"
        self._add(workload, unit, ours, peer, peer_name, "more", [a - b for a, b in zip(ours, peer)], at_most, target,
                  tolerance)

    def bound(self, workload, unit, ours, at_most=None, tolerance=TOLERANCE):
        """Adds a row that holds a list of figures against a fixed bound."""
        target = None if at_most is None else f"≤ {at_most:g} {unit}".rstrip()
        self._add(workload, unit, ours, None, "", "ours", ours, at_most, target, tolerance)

    def processes(self, workload, ours, peer, peer_name, at_most=None, processor_at_most=None, tolerance=TOLERANCE):
        """Adds two rows that compare whole processes: by the seconds that pass, and by those of the processor."""
        self.ratio(workload, "s", [run.wall for run in ours], [run.wall for run in peer], peer_name, at_most, tolerance)
        self.ratio(f"{workload}, processor time", "s", [run.processor for run in ours], [run.processor for run in peer],
                   peer_name, processor_at_most, tolerance)

    def _add(self, workload, unit, ours, peer, peer_name, kind, compared, at_most, target, tolerance):
        """`compared` are the figures that the target is about: `ours` themselves, their ratios to the peer's (`ratio`), or
        how much more they are (`more`)."""
        if any(row["workload"] == workload and row["peer"] == peer_name for row in self.rows):
            raise ValueError(f"two rows are called {workload}")
        low, high = spread(compared)
        middle = round(statistics.median(compared), 4)
        self.rows.append(dict(
            workload=workload, unit=unit, ours=round(statistics.median(ours), 4), peer=peer_name,
            peerValue=None if peer is None else round(statistics.median(peer), 4),
            ratio=middle if kind == "ratio" else None, more=middle if kind == "more" else None,
            low=round(low, 4), high=round(high, 4), target=target,
            met=None if at_most is None else verdict(low, high, at_most), tolerance=tolerance))

    # Showing them

    HEAD = ("workload", "ours", "peer", "ratio", "target", "met")

    def table(self):
        """The rows for a terminal, in columns."""
        lines = [self.HEAD] + [cells(row) for row in self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.HEAD))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)

    def markdown(self):
        """The rows as docs/performance.md has them."""
        lines = [self.HEAD, ("---",) * len(self.HEAD)] + [cells(row) for row in self.rows]
        return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)

    def regressions(self, earlier):
        """What has become worse than in rows of before by more than its tolerance.

        Ratios, instructions and sizes are compared. Times without a peer depend on the machine: of these, those are named
        that met their target and miss it now."""
        before = {(row["workload"], row["peer"]): row for row in earlier}
        worse = []
        for row in self.rows:
            old = before.get((row["workload"], row["peer"]))
            if old is None:
                continue
            key = "ratio" if row["ratio"] is not None else "ours"
            is_comparable = key == "ratio" or row["unit"] not in ("s", "ms", "µs")
            if is_comparable and None not in (row[key], old[key]) and row[key] > old[key] * (1 + row["tolerance"]):
                worse.append(f"{row['workload']}: {key} {old[key]:g} before, {row[key]:g} now")
            elif not is_comparable and old["met"] == "yes" and row["met"] == "no":
                worse.append(f"{row['workload']}: {row['ours']:g} {row['unit']} misses {row['target']}, which was met before")
        return worse


def spread(figures):
    """The least and the greatest of a few figures; of ten and more the tenth part at either end is left out."""
    ordered = sorted(figures)
    cut = len(ordered) // 10
    return ordered[cut], ordered[len(ordered) - 1 - cut]


def verdict(low, high, at_most):
    """Whether a target is met; where it lies within the spread, that is not shown."""
    return "yes" if high <= at_most else "no" if low > at_most else "not shown"


def cells(row):
    """A row as texts for people."""
    unit = row["unit"]
    peer = "" if row["peerValue"] is None else f"{figure(row['peerValue'])} {unit} ({row['peer']})"
    ours = f"{figure(row['ours'])} {unit}".rstrip()
    has_spread = row["low"] != row["high"]
    compared = ""
    if row["ratio"] is not None:
        compared = times(row["ratio"]) + (f" ({times(row['low'])} to {times(row['high'])})" if has_spread else "")
    elif row["more"] is not None:
        compared = f"{row['more']:+.3g} {unit}" + (f" ({row['low']:+.3g} to {row['high']:+.3g})" if has_spread else "")
    elif has_spread:
        ours += f" ({figure(row['low'])} to {figure(row['high'])})"
    return row["workload"], ours, peer, compared, row["target"] or "", row["met"] or ""


def figure(value):
    """A figure to three digits, or to the whole when it is large."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def times(ratio):
    """A ratio as people say it: 1.25, or 1/20 where ours takes a small part of the peer's."""
    return f"{ratio:.3g}" if ratio >= 0.2 else f"1/{1 / ratio:.3g}" if ratio > 0 else "0"
