"""Brings an edition into SQLite as a careful programmer does: aiohttp, orjson, lxml, one transaction, an FTS5 index.

sync_careful.py SITE FILE [--no-index]; the index is FTS5's unicode61, which finds no part of a Chinese sentence."""
import asyncio
import sqlite3
import sys

import aiohttp
import lxml.html
import orjson

SCHEMA = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
CREATE TABLE article (
    id INTEGER PRIMARY KEY, key TEXT UNIQUE, column_id TEXT, published TEXT, updated TEXT, title TEXT, summary TEXT,
    url TEXT, share_url TEXT, author TEXT, source TEXT, keywords TEXT, thumbnail TEXT, body TEXT);
CREATE INDEX article_published ON article (published);
CREATE VIRTUAL TABLE article_index USING fts5 (
    title, summary, keywords, body, content = 'article', content_rowid = 'id');
"""


def columns(nodes):
    for node in nodes:
        yield node["uuid"]
        yield from columns(node["children"])


def row(number, article):
    body = lxml.html.fromstring(article["content"])
    blocks = (block.text_content() for block in body.iter("p", "h2", "h3", "li", "figcaption"))
    thumbnails = article["thumbnails"]
    return (number, article["id"], article["columnId"], article["publishTime"], article["updated"], article["title"],
            article["summary"], article["url"], article["shareUrl"], article["author"], article["source"],
            "\n".join(article["keywords"]), thumbnails[0]["url"] if thumbnails else None, "\n".join(blocks))


async def main(site, file, indexes):
    database = sqlite3.connect(file, isolation_level=None)
    database.executescript(SCHEMA)
    database.execute("BEGIN")
    connector = aiohttp.TCPConnector(limit=16)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def fetch(address):
            async with session.get(address) as answer:
                answer.raise_for_status()
                return orjson.loads(await answer.read())["data"]

        addresses = asyncio.Queue(64)

        async def list_articles():
            for uuid in columns(await fetch(f"{site}/columns.json")):
                for article in (await fetch(f"{site}/columns/{uuid}/dotnews/app/stories.json"))["stories"]:
                    await addresses.put(article["jsonUrl"].replace("http://edition.test", site))
            for _ in range(16):
                await addresses.put(None)

        count = 0

        async def read_articles():
            nonlocal count
            while (address := await addresses.get()) is not None:
                article = await fetch(address)
                count += 1
                values = row(count, article)
                database.execute(f"INSERT INTO article VALUES ({', '.join('?' * len(values))})", values)
                if indexes:
                    number, title, summary, keywords, body = (values[i] for i in (0, 5, 6, 11, 13))
                    database.execute(
                        "INSERT INTO article_index (rowid, title, summary, keywords, body) VALUES (?, ?, ?, ?, ?)",
                        (number, title, summary, keywords, body))

        await asyncio.gather(list_articles(), *(read_articles() for _ in range(16)))
    database.execute("COMMIT")
    database.close()
    print(count)


asyncio.run(main(sys.argv[1], sys.argv[2], "--no-index" not in sys.argv))
