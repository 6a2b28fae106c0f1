"""Reads bodies as a scraper does, with BeautifulSoup over lxml: read_bodies.py FILE, a JSON string a line in FILE."""
import json
import statistics
import sys
import time

from bs4 import BeautifulSoup

bodies = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]


def read(body):
    return [element.get_text() for element in BeautifulSoup(body, "lxml").find_all(("p", "h2", "figcaption"))]


read(bodies[0])
times = []
for body in bodies:
    start = time.perf_counter()
    read(body)
    times.append(time.perf_counter() - start)
print(json.dumps({"perBody": statistics.median(times) * 1e6}))
