"""Reads articles with orjson and their bodies with lxml: read_articles.py FILE, an article a line in FILE."""
import json
import statistics
import sys
import time

import lxml.html
import orjson

articles = open(sys.argv[1], "rb").read().splitlines()


def read(article):
    data = orjson.loads(article)["data"]
    return data["title"], lxml.html.fromstring(data["content"]).text_content()


read(articles[0])
times = []
for article in articles:
    start = time.perf_counter()
    read(article)
    times.append(time.perf_counter() - start)
print(json.dumps({"perArticle": statistics.median(times) * 1e6}))
