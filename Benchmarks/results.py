"""The rows of the table: what was measured, the peer's, their ratio, the target and whether it is met."""
import statistics

# How much worse a row may have become since the baseline, unless it says otherwise.
TOLERANCE = 0.1


class Results:
    def __init__(self):
        self.rows = []

    # Adding rows

    def ratio(self, workload, unit, ours, peer, peer_name, at_most=None, tolerance=TOLERANCE):
        """Adds a row that compares two lists of figures by the median of their pairwise ratios; without `at_most` it is for
        information."""
        ratio = statistics.median(a / b for a, b in zip(ours, peer))
        target = None if at_most is None else f"≤ {times(at_most)} ×"
        self._add(workload, unit, ours, peer, peer_name, ratio, target, at_most is None or ratio <= at_most, tolerance)

    def difference(self, workload, unit, ours, peer, peer_name, at_most=None, tolerance=TOLERANCE):
        """Adds a row that compares two lists of figures by the median of their pairwise differences."""
        more = statistics.median(a - b for a, b in zip(ours, peer))
        target = None if at_most is None else f"≤ {at_most:g} {unit} more"
        self._add(workload, unit, ours, peer, peer_name, None, target, at_most is None or more <= at_most, tolerance,
                  more=round(more, 4))

    def bound(self, workload, unit, ours, at_most=None, tolerance=TOLERANCE):
        """Adds a row that holds a list of figures against a fixed bound."""
        target = None if at_most is None else f"≤ {at_most:g} {unit}".rstrip()
        self._add(workload, unit, ours, None, "", None, target, at_most is None or statistics.median(ours) <= at_most,
                  tolerance)

    def _add(self, workload, unit, ours, peer, peer_name, ratio, target, met, tolerance, more=None):
        if any(row["workload"] == workload and row["peer"] == peer_name for row in self.rows):
            raise ValueError(f"two rows are called {workload}")
        self.rows.append(dict(
            workload=workload, unit=unit, ours=round(statistics.median(ours), 4), peer=peer_name,
            peerValue=None if peer is None else round(statistics.median(peer), 4),
            ratio=None if ratio is None else round(ratio, 3), more=more, target=target,
            met=None if target is None else met, tolerance=tolerance))

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
        that met their target and do not any more."""
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
            elif not is_comparable and old["met"] and row["met"] is False:
                worse.append(f"{row['workload']}: {row['ours']:g} {row['unit']} misses {row['target']}, which was met before")
        return worse


def cells(row):
    """A row as texts for people."""
    unit = row["unit"]
    peer = "" if row["peerValue"] is None else f"{figure(row['peerValue'])} {unit} ({row['peer']})"
    ratio = "" if row["ratio"] is None else times(row["ratio"])
    if row["more"] is not None:
        ratio = f"{row['more']:+.3g} {unit}"
    met = {True: "yes", False: "NO", None: ""}[row["met"]]
    return row["workload"], f"{figure(row['ours'])} {unit}".rstrip(), peer, ratio, row["target"] or "", met


def figure(value):
    """A figure to three digits, or to the whole when it is large."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def times(ratio):
    """A ratio as people say it: 1.25, or 1/20 where ours takes a small part of the peer's."""
    return f"{ratio:.3g}" if ratio >= 0.2 else f"1/{1 / ratio:.3g}" if ratio > 0 else "0"
