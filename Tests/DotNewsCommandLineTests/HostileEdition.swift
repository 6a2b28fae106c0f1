import Foundation

/// An edition of one article whose texts try to take over the terminal.
struct HostileEdition {
    let folder: URL
    let articleID = "AP00000000000000000000beef"

    init(in folder: URL) throws {
        self.folder = folder
        let column = "5f47252ce4b0e87bc3726930"
        let evil = "\u{1B}[31m紅色 red\u{1B}[0m\r\n\u{202E}gnp.exe\u{7}\u{9B}2J"
        let article: [String: Any] = [
            "id": articleID, "title": evil, "summary": evil, "author": evil,
            "publishTime": "2025-11-03T15:29:00.000+08:00",
            "url": "https://english.dotdotnews.com/a/202511/03/\(articleID).html", "keywords": [evil], "tags": [evil],
            "columnId": column, "columnName": evil,
            "content": "<p>\(evil)</p><figure><img src='/x.jpg'><figcaption>\(evil)",
        ]
        let broken: [String: Any] = ["id": "\u{1B}]0;owned\u{7}", "title": evil]
        try write(
            ["data": [["uuid": column, "name": evil, "dirname": "news", "children": [Any]()] as [String: Any]]],
            "columns.json")
        try write(["data": ["stories": [article, broken]]], "columns/\(column)/dotnews/app/stories.json")
        try write(["data": article], "a/202511/03/\(articleID).json")
    }

    private func write(_ object: [String: Any], _ path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try JSONSerialization.data(withJSONObject: object).write(to: file)
    }
}
