"""What the workloads share: building, editions, nginx on loopback, timing whole processes, and the table."""
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import time


class Timing:
    """One finished process: wall seconds, CPU seconds, peak memory in bytes."""

    def __init__(self, wall, cpu, memory):
        self.wall, self.cpu, self.memory = wall, cpu, memory


class Bench:
    def __init__(self, root, scratch, runs):
        self.root, self.scratch, self.runs = root, scratch, runs
        self.rows, self._servers, self._editions = [], [], {}
        self._built, self._pythons = set(), {}

    # Building

    def dotnews(self):
        """The command-line client, built for release."""
        return self._build(self.root, "dotnews")

    def tool(self, product):
        """A program of the Benchmarks package, built for release."""
        return self._build(self.root / "Benchmarks", product)

    def _build(self, package, product):
        base = ["swift", "build", "-c", "release", "--package-path", str(package)]
        if (package, product) not in self._built:
            subprocess.run(base + ["--product", product, "--quiet"], check=True, stdout=sys.stderr)
            self._built.add((package, product))
        folder = subprocess.run(base + ["--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
        return pathlib.Path(folder) / product

    def python(self, *packages):
        """A Python that has packages of PyPI, in an environment of its own in the scratch folder."""
        if packages not in self._pythons:
            place = self.scratch / f"python-{len(self._pythons)}"
            subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
            python = place / "bin/python"
            subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
                           check=True, stdout=sys.stderr)
            self._pythons[packages] = python
        return self._pythons[packages]

    # Editions and their server

    def edition(self, stories):
        """A generated edition of 20 columns; the folder."""
        if stories not in self._editions:
            folder = self.scratch / f"edition-{stories}"
            subprocess.run(
                [sys.executable, str(self.root / "Benchmarks/make_edition.py"), "--columns", "20",
                 "--stories-per-column", str(stories // 20), "--out", str(folder), "--base-url", "http://edition.test"],
                check=True, stdout=subprocess.DEVNULL)
            self._editions[stories] = folder
        return self._editions[stories]

    def stories(self, count):
        """The JSON of stories as the CMS sends them, of both languages, as bytes without line breaks."""
        folder = self.edition(1_000)
        urls = (folder / "urls.txt").read_text().split()
        stories = [url for url in urls if "/a/" in url]
        step = max(1, len(stories) // count)
        return [(folder / url.split("/", 3)[3]).read_bytes() for url in stories[::step][:count]]

    def serve(self, folder):
        """Starts nginx on loopback over a folder, with gzip and validators; the site's address."""
        port = free_port()
        place = self.scratch / f"nginx-{port}"
        place.mkdir()
        user = "user root;" if os.getuid() == 0 else ""
        (place / "nginx.conf").write_text(f"""
{user} worker_processes 1; pid {place}/pid; error_log {place}/error.log; daemon off;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; keepalive_requests 100000;
  types {{ application/json json; text/html html; image/jpeg jpg; }}
  gzip on; gzip_types application/json; gzip_min_length 256;
  client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
""")
        server = subprocess.Popen(["nginx", "-c", str(place / "nginx.conf"), "-e", str(place / "error.log")])
        self._servers.append(server)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                return f"http://127.0.0.1:{port}"
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("nginx did not start; " + (place / "error.log").read_text()[-500:])

    def close(self):
        for server in self._servers:
            server.terminate()
            server.wait()

    # Timing

    def time(self, command, **options):
        """Runs a command once and measures the whole process."""
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}")
        return Timing(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)

    def run(self, command):
        """Runs a command that must succeed."""
        subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)

    def output(self, command):
        """What a command that must succeed prints."""
        return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout

    def measures(self, command):
        """The results of a measuring program of ours: for each measure our figures and the peer's, one a round."""
        lines = (json.loads(line) for line in self.output(command).splitlines())
        return {line["measure"]: (line["ours"], line["peer"]) for line in lines}

    def instructions(self, command, few, many):
        """Instructions of one call: the difference between many calls and few, which a busy machine does not change."""
        program = self.scratch / "instructions"
        # valgrind 3.19 gives up on the debug information that Swift's linker writes.
        self.run(["strip", "--strip-debug", "-o", program, command[0]])
        counts = []
        for calls in (few, many):
            log = self.scratch / "instructions.log"
            self.run(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
                      f"--log-file={log}", program, *command[1:], calls])
            line = next(line for line in log.read_text().splitlines() if " refs:" in line)
            counts.append(int(line.split(":")[1].replace(",", "")))
        return (counts[1] - counts[0]) / (many - few)

    def alternate(self, ours, peer):
        """Runs two callables in turn, once uncounted and then `runs` times; the two lists of timings."""
        ours(), peer()
        pairs = [(ours(), peer()) for _ in range(self.runs)]
        return [a for a, _ in pairs], [b for _, b in pairs]

    # Results

    def ratio(self, workload, unit, ours, peer, peer_name, at_most):
        """Adds a row that compares two lists of figures by the median of their pairwise ratios."""
        ratio = statistics.median(a / b for a, b in zip(ours, peer))
        self._add(workload, unit, statistics.median(ours), peer_name, statistics.median(peer), ratio,
                  f"≤ {times(at_most)} ×", ratio <= at_most)

    def bound(self, workload, unit, ours, at_most):
        """Adds a row that holds a list of figures against a fixed bound."""
        value = statistics.median(ours)
        self._add(workload, unit, value, "", None, None, f"≤ {at_most:g} {unit}", value <= at_most)

    def _add(self, workload, unit, ours, peer_name, peer, ratio, target, met):
        self.rows.append(dict(workload=workload, unit=unit, ours=round(ours, 4), peer=peer_name,
                              peerValue=None if peer is None else round(peer, 4),
                              ratio=None if ratio is None else round(ratio, 3), target=target, met=met))

    def table(self):
        head = ("workload", "ours", "peer", "ratio", "target", "met")
        lines = [head]
        for row in self.rows:
            peer = "" if row["peerValue"] is None else f"{row['peerValue']:g} {row['unit']} ({row['peer']})"
            ratio = "" if row["ratio"] is None else times(row["ratio"])
            lines.append((row["workload"], f"{row['ours']:g} {row['unit']}", peer, ratio, row["target"],
                          "yes" if row["met"] else "NO"))
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)

    def regressions(self, earlier):
        """The rows whose ratio (or figure, where there is no peer) is more than 10 per cent worse than before."""
        before = {row["workload"]: row for row in earlier}
        worse = []
        for row in self.rows:
            old = before.get(row["workload"])
            key = "ratio" if row["ratio"] is not None else "ours"
            if old and old.get(key) and row[key] > old[key] * 1.1:
                worse.append(f"{row['workload']}: {key} {old[key]:g} before, {row[key]:g} now")
        return worse


def times(ratio):
    """A ratio as people say it: 1.25, or 1/20 where ours takes a small part of the peer's time."""
    return f"{ratio:.3g}" if ratio >= 0.2 else f"1/{1 / ratio:.3g}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def removing(path):
    """Removes a file or folder, and a store's companions."""
    for candidate in [path] + [path.with_name(path.name + s) for s in ("-wal", "-shm", ".sync-lock")]:
        if candidate.is_dir():
            shutil.rmtree(candidate)
        elif candidate.exists():
            candidate.unlink()
    return path
