"""Reads stories with orjson and their bodies with lxml: read_stories.py FILE, a story a line in FILE."""
import json
import statistics
import sys
import time

import lxml.html
import orjson

stories = open(sys.argv[1], "rb").read().splitlines()


def read(story):
    data = orjson.loads(story)["data"]
    return data["title"], lxml.html.fromstring(data["content"]).text_content()


read(stories[0])
times = []
for story in stories:
    start = time.perf_counter()
    read(story)
    times.append(time.perf_counter() - start)
print(json.dumps({"perStory": statistics.median(times) * 1e6}))
