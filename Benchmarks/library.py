"""A store that has grown over the months, and the site it came from, whose columns list their newest articles only."""
import json
import os
import subprocess
import time

from servers import compressed_size

LISTED = 50  # what a column's list holds once the store has grown


class Library:
    """A store of many articles, all with bodies and indexed. The site's files are its own, so that they may change."""

    def __init__(self, bench, count):
        self.count = count
        self.folder, self.store = bench.scratch / "library", bench.scratch / "library.sqlite"
        # Links, as the files of the edition stay as they are.
        subprocess.run(["cp", "-al", bench.edition(count), self.folder], check=True)
        self.plain = bench.serve(self.folder, logs=True)
        self.tls = bench.serve(self.folder, tls=True, logs=True)
        bench.run(bench.sync(self.plain, self.store, "--index", "all"))
        self._clock = int(time.time())
        self._lists = None

    @property
    def json_size(self):
        """The bytes of all articles' JSON."""
        return json.loads((self.folder / "manifest.json").read_text())["articleBytes"]["total"]

    def shorten_lists(self):
        """Makes each list hold the newest articles only."""
        if self._lists is not None:
            return
        self._lists = {}
        for path in sorted(self.folder.glob("columns/*/dotnews/app/stories.json")):
            self._lists[path] = json.loads(path.read_text())["data"]["stories"][:LISTED]
            self._write_list(path)

    def change(self, count):
        """Changes listed articles, the same number in every column as far as that goes; the compressed sizes of the articles
        and of the lists."""
        articles, lists = 0, set()
        self._clock += 10
        for number in range(count):
            path, listed = list(self._lists.items())[number % len(self._lists)]
            article = listed[number // len(self._lists)]
            version = article["version"] = article["version"] + 1
            article["updated"] = time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(self._clock + 8 * 3600))
            file = self.folder / article["jsonUrl"].split("/", 3)[3]
            whole = json.loads(file.read_text())["data"]
            whole.update(article, content=whole["content"] + f"<p>Corrected, version {version}.</p>\n")
            articles += self._write(file, {"data": whole})
            lists.add(path)
        return articles, sum(self._write_list(path) for path in lists)

    def _write_list(self, path):
        return self._write(path, {"data": {"stories": self._lists[path]}})

    def _write(self, path, value):
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        path.unlink()
        path.write_bytes(data)
        # nginx tells versions apart by the second and the size.
        os.utime(path, (self._clock, self._clock))
        return compressed_size(data)
