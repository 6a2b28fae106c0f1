import DotNews
import DotNewsTestSupport
import Foundation
import Testing

/// The code of docs/in-an-app.md that runs everywhere, and what it says of files.
@Suite(.timeLimit(.minutes(5))) struct InAppTests {
    private let group: TemporaryDirectory
    private let sample = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Examples/SampleEdition").standardizedFileURL

    init() throws { group = try TemporaryDirectory() }

    @Test func `a client in a container makes its folders, and keeps store and images apart`() async throws {
        let transport = DirectoryTransport(root: sample)
        let client = try NewsClient(edition: .dotdotnews, in: group.url, transport: transport)
        let report = try await client.sync(SyncPolicy(images: .thumbnails)).report
        #expect(report.progress.new >= 40 && report.progress.images > 0)
        let library = group.url.appending(path: "Library")
        let store = library.appending(path: "Application Support/dotnews/dotdotnews.sqlite")
        let images = library.appending(path: "Caches/dotnews/dotdotnews.images")
        #expect(client.store.file.path == store.path)
        #expect(client.images?.directory.path == images.path)
        #expect(FileManager.default.fileExists(atPath: store.path))
        let names = try FileManager.default.contentsOfDirectory(atPath: images.path)
        #if os(Linux)
            #expect(names.contains("CACHEDIR.TAG"))
        #endif
        #expect(names.count > 1)
        #expect(try await client.images?.verify().isEmpty == true)
        await client.store.close()
    }

    @Test func `an edition's id leads to no other folder`() throws {
        let site = try #require(WebAddress("https://news.example"))
        let edition = Edition(id: "../a/b", name: "A", language: .english, site: site)
        let file = ArticleStore.defaultLocation(for: edition, in: group.url)
        #expect(file.lastPathComponent == "..-a-b.sqlite")
        #expect(file.deletingLastPathComponent().path.hasSuffix("/Library/Application Support/dotnews"))
    }

    @Test func `a client that goes into the background and comes back goes on`() async throws {
        let transport = DirectoryTransport(root: sample)
        let client = try NewsClient(edition: .dotdotnews, in: group.url, transport: transport)
        client.resume()
        await client.suspend()
        await #expect { try await client.sync().report } throws: {
            if case SyncError.suspended = $0 { true } else { false }
        }
        let error = await #expect(throws: StoreError.self) { try await client.articles() }
        #expect(error?.code == .suspended)
        client.resume()
        #expect(try await client.sync().report.progress.new >= 40)
        Thread.detachNewThread { client.suspendAndWait() }
        while (try? await client.columns()) != nil { try await Task.sleep(for: .milliseconds(1)) }
        client.resume()
        #expect(try await !client.articles().items.isEmpty)
        await client.store.close()
    }

    @Test func `a bar shows a sync, two views of an app share it, and its outcome is said in the reader's language`()
        async throws
    {
        let transport = DirectoryTransport(root: sample)
        let client = try NewsClient(edition: .dotdotnews, in: group.url, transport: transport)
        let (run, other) = (client.sync(), client.sync())
        var fractions: [Double] = []
        var titles: [String] = []
        for await progress in run.progress {
            fractions.append(progress.fractionCompleted)
            titles.append(progress.phase.title.text(in: .traditionalChinese))
        }
        #expect(fractions == fractions.sorted() && fractions.last == 1)
        #expect(titles.last == "完成")
        let report = try await run.report
        #expect(try await other.report.progress == report.progress)
        let message = ReaderMessage(report, in: .traditionalChinese)
        #expect(message.title == "新增 \(report.progress.new) 篇文章" && message.action == nil)
        #expect(try await ReaderMessage(client.sync().report, in: .simplifiedChinese).title == "没有新内容")
        await client.suspend()
        do {
            _ = try await client.sync().report
            Issue.record("it is suspended")
        } catch {
            #expect(ReaderMessage(error, in: .english).title == "Paused")
        }
        client.resume()
        await client.store.close()
    }
}
