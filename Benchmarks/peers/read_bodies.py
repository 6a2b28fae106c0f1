"""Reads bodies as a scraper does, with BeautifulSoup over lxml: read_bodies.py FILE, a JSON string a line in FILE."""
import json
import sys
import time

from bs4 import BeautifulSoup

bodies = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]


def read(body):
    return [element.get_text() for element in BeautifulSoup(body, "lxml").find_all(("p", "h2", "figcaption"))]


read(bodies[0])
start = time.perf_counter()
for body in bodies:
    read(body)
print(json.dumps({"perBody": (time.perf_counter() - start) / len(bodies) * 1e6}))
