#!/usr/bin/env python3
"""Writes the columns of an edition as RSS 2.0 with whole articles: make_feeds.py EDITION FOLDER, a file a column."""
import datetime
import email.utils
import json
import pathlib
import sys
from xml.sax.saxutils import escape

HEAD = ('<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>')


def columns(nodes):
    for node in nodes:
        yield node
        yield from columns(node["children"])


def item(article):
    date = email.utils.format_datetime(datetime.datetime.fromisoformat(article["publishTime"]))
    fields = {"title": article["title"], "link": article["url"], "guid": article["id"], "pubDate": date,
              "author": article["author"], "description": article["summary"], "content:encoded": article["content"]}
    return "<item>" + "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items()) + "</item>\n"


def main(edition, folder):
    folder.mkdir()
    for number, column in enumerate(columns(json.loads((edition / "columns.json").read_text())["data"])):
        articles = json.loads((edition / "columns" / column["uuid"] / "dotnews/app/stories.json").read_text())
        with open(folder / f"{number}.xml", "w", encoding="utf-8") as feed:
            feed.write(f"{HEAD}<title>{escape(column['name'])}</title><link>{escape(column['url'])}</link>"
                       "<description/>\n")
            for article in articles["data"]["stories"]:
                file = edition / article["jsonUrl"].split("/", 3)[3]
                feed.write(item(json.loads(file.read_text())["data"]))
            feed.write("</channel></rss>\n")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
