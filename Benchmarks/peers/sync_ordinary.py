"""Brings an edition into SQLite as most scrapers do: requests, BeautifulSoup over lxml, a pool of threads, an FTS5 index.

sync_ordinary.py SITE FILE"""
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import requests
from bs4 import BeautifulSoup

own = threading.local()


def fetch(address):
    if not hasattr(own, "session"):
        own.session = requests.Session()
    answer = own.session.get(address)
    answer.raise_for_status()
    return answer.json()["data"]


def columns(nodes):
    for node in nodes:
        yield node["uuid"]
        yield from columns(node["children"])


def read(address):
    article = fetch(address)
    soup = BeautifulSoup(article["content"], "lxml")
    body = "\n".join(block.get_text() for block in soup.find_all(("p", "h2", "figcaption")))
    return (article["id"], article["columnId"], article["publishTime"], article["title"], article["summary"], article["url"],
            article["author"], ",".join(article["keywords"]), body)


def main(site, file):
    database = sqlite3.connect(file)
    database.executescript("""
        CREATE TABLE article (id TEXT PRIMARY KEY, column_id TEXT, published TEXT, title TEXT, summary TEXT, url TEXT,
            author TEXT, keywords TEXT, body TEXT);
        CREATE VIRTUAL TABLE article_index USING fts5 (id UNINDEXED, title, summary, keywords, body);
    """)
    count = 0
    with ThreadPoolExecutor(16) as pool:
        for uuid in columns(fetch(f"{site}/columns.json")):
            articles = fetch(f"{site}/columns/{uuid}/dotnews/app/stories.json")["stories"]
            for row in pool.map(read, (article["jsonUrl"].replace("http://edition.test", site) for article in articles)):
                database.execute("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
                database.execute("INSERT INTO article_index VALUES (?, ?, ?, ?, ?)",
                                 (row[0], row[3], row[4], row[7], row[8]))
                count += 1
            database.commit()
    database.close()
    print(count)


main(sys.argv[1], sys.argv[2])
