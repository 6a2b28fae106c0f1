"""Measures posts with twitter-text-parser: measure_posts.py FILE PASSES, a JSON string a line in FILE."""
import json
import sys
import time

from twitter_text import extract_urls_with_indices, parse_tweet

posts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
passes = int(sys.argv[2])
weight = sum(parse_tweet(post).weightedLength for post in posts)
links = sum(len(extract_urls_with_indices(post)) for post in posts)
start = time.perf_counter()
for _ in range(passes):
    for post in posts:
        parse_tweet(post)
time = time.perf_counter() - start
print(json.dumps({"perPost": time / (passes * len(posts)) * 1e6, "weight": weight, "links": links}))
