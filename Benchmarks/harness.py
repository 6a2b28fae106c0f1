"""What the workloads share: building, editions, servers, a store of many articles, and timing whole processes."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import typing

from files import removing
from library import Library
from results import Results
from servers import Authority, Server

# Packages of PyPI that are peers, each in the version that was measured.
PINNED = {
    "aiohttp": "3.14.5", "beautifulsoup4": "4.15.0", "lxml": "6.1.3", "orjson": "3.13.0", "requests": "2.34.2",
    "twitter-text-parser": "3.0.0",
}


class Run(typing.NamedTuple):
    """The seconds that a process took, and those that it kept a processor busy, in its own code and the system's."""
    wall: float
    processor: float


class Bench(Results):
    """Runs workloads. `cache` keeps editions and the store of many articles from one run to the next."""

    def __init__(self, root, scratch, runs, cache=None):
        super().__init__()
        self.root, self.scratch, self.runs = root, scratch, runs
        self._cache = cache or scratch
        self._servers, self._authority, self._built, self._python, self._library = [], None, {}, None, None

    # Building

    def dotnews(self):
        """The command-line client as it goes out: stripped."""
        if "dotnews" not in self._built:
            self._built["dotnews"] = pathlib.Path(self.output([self.root / "Scripts/build-client"]).splitlines()[-1])
        return self._built["dotnews"]

    def tool(self, product):
        """A measuring program, built with the standard library linked in."""
        if product not in self._built:
            # A build folder of its own: the manifest is another one with the tools, and others must not be planned anew.
            build = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path", str(self.root),
                     "--scratch-path", str(self.root / ".build/benchmarks")]
            environment = {**os.environ, "DOTNEWS_TOOLS": "1"}
            subprocess.run(build + ["--product", product, "--quiet"], check=True, stdout=sys.stderr, env=environment)
            folder = subprocess.run(build + ["--show-bin-path"], check=True, stdout=subprocess.PIPE, text=True, env=environment)
            self._built[product] = pathlib.Path(folder.stdout.strip()) / product
        return self._built[product]

    def python(self):
        """A Python that has the peers of PyPI, in an environment of its own in the scratch folder."""
        if self._python is None:
            place = self.scratch / "python"
            subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
            self._python = place / "bin/python"
            packages = [f"{name}=={version}" for name, version in PINNED.items()]
            subprocess.run([self._python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
                           check=True, stdout=sys.stderr)
        return self._python

    def peer(self, name):
        """The path of a peer's script."""
        return self.root / "Benchmarks/peers" / name

    # Editions and their servers

    def edition(self, articles):
        """A generated edition of 20 columns, or more where their lists would be longer than clients accept; the folder."""
        folder = self._cache / f"edition-{articles}"
        columns = max(20, articles // 1_000)
        if not folder.exists():
            partial = folder.with_suffix(".partial")
            removing(partial)
            subprocess.run(
                [sys.executable, str(self.root / "Benchmarks/make_edition.py"), "--columns", str(columns),
                 "--articles-per-column", str(articles // columns), "--out", str(partial), "--base-url", "http://edition.test"],
                check=True, stdout=subprocess.DEVNULL)
            partial.rename(folder)
        return folder

    def articles(self, count):
        """The JSON of articles as the CMS sends them, of both languages, as bytes without line breaks."""
        folder = self.edition(1_000)
        urls = (folder / "urls.txt").read_text().split()
        articles = [url for url in urls if "/a/" in url]
        step = max(1, len(articles) // count)
        return [(folder / url.split("/", 3)[3]).read_bytes() for url in articles[::step][:count]]

    def serve(self, folder, tls=False, logs=False):
        """Starts nginx on loopback over a folder: plain HTTP/1.1, or TLS with HTTP/2 and `certificate()`."""
        server = Server(self.scratch, folder, self.authority if tls else None, logs)
        self._servers.append(server)
        return server

    @property
    def authority(self):
        """The certificate of servers with TLS."""
        if self._authority is None:
            self._authority = Authority(self.scratch)
        return self._authority

    def sync(self, server, store, *options):
        """The command that syncs a server's edition into a store."""
        trust = ["--ca-file", self.authority.certificate] if server.address.startswith("https") else []
        return [self.dotnews(), "sync", "--site", server.address, "--channel", "dotnews", "--db", store, "--json",
                "--quiet", *trust, *options]

    def library(self):
        """A store of 100,000 articles, all with bodies and indexed, and the server they came from."""
        if self._library is None:
            self._library = Library(self, 100_000)
        return self._library

    def close(self):
        for server in self._servers:
            server.stop()

    # Running and timing

    def time(self, command, may_fail=False):
        """Runs a command, which must succeed unless it may fail; the seconds that the whole process takes."""
        with (self.scratch / "errors").open("w+") as errors:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0 and not (may_fail and process.returncode == 1):
                errors.seek(0)
                words = " ".join(str(word) for word in command)
                raise RuntimeError(f"{words} ended with {process.returncode}: {errors.read().strip()[-500:]}")
        return Run(wall, usage.ru_utime + usage.ru_stime)

    def memory(self, command):
        """Runs a command that must succeed; its peak memory in bytes."""
        figure = self.scratch / "memory"
        # By a small program: what wait4(2) tells of a process begins with the size of the one that started it.
        subprocess.run(["/usr/bin/time", "--quiet", "-f", "%M", "-o", figure, *command], check=True,
                       stdout=subprocess.DEVNULL)
        return int(figure.read_text()) * 1024

    def run(self, command):
        """Runs a command that must succeed."""
        subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)

    def output(self, command):
        """What a command that must succeed prints."""
        return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout

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

    def alternate(self, ours, peer, runs=None):
        """Runs two callables in turn, once uncounted and then `runs` times; the two lists of timings."""
        ours(), peer()
        pairs = [(ours(), peer()) for _ in range(runs or self.runs)]
        return [a for a, _ in pairs], [b for _, b in pairs]
