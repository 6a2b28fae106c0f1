import DotNews

extension CommandContext {
    /// Opens the store to write; one that is damaged or has an earlier format is replaced first, and the user is told.
    func openStoreRecovering() async throws -> ArticleStore {
        do {
            return try openStore()
        } catch let error as StoreError where [.corrupt, .notADatabase, .earlierFormat].contains(error.code) {
            guard ArticleStore.looksLikeAStore(options.storeFile) else { throw error }
            do {
                _ = try await recoverStore(after: error.code)
            } catch let failure as StoreError where failure.code == .busy {
                // Another program has noticed it too. Opening waits for its repair.
            }
            return try openStore()
        }
    }

    /// Replaces a store that cannot be used, and says what became of it.
    ///
    /// - Parameter code: The reason, which is damage unless it is ``StoreError/Code/earlierFormat``.
    @discardableResult
    func recoverStore(after code: StoreError.Code = .corrupt, isQuiet: Bool = false) async throws -> StoreRecovery {
        let recovery = try await ArticleStore.recover(at: options.storeFile)
        if !isQuiet {
            report(
                recovery,
                what: code == .earlierFormat
                    ? LocalizedText("The store had an earlier format.", hant: "儲存格式已過時。", hans: "存储格式已过时。")
                    : LocalizedText("The store was damaged.", hant: "儲存的內容已損壞。", hans: "存储的内容已损坏。"))
        }
        return recovery
    }

    /// Opens the store, and says when that has finished a repair that was interrupted.
    func openReporting() throws -> ArticleStore {
        let store = try ArticleStore(at: options.storeFile)
        if let recovery = store.finishedRecovery, !options.isQuiet {
            report(
                recovery,
                what: LocalizedText(
                    "A repair of the store was interrupted, and is finished now.", hant: "先前中斷的修復現已完成。",
                    hans: "先前中断的修复现已完成。"))
        }
        return store
    }

    private func report(_ recovery: StoreRecovery, what: LocalizedText) {
        let isComplete = recovery.isComplete
        let file = TerminalText.sanitized(recovery.damagedFile.path)
        let found = isComplete ? "All of your own was kept" : "Of your own, what could be read was kept"
        terminal.report(
            """
            \(what.english) It is now \(file), and a new one is in its place. \(found): \(recovery.rescued) entries. \
            Articles come back with the next sync.
            """,
            hant: """
                \(what.traditionalChinese)舊檔案已移至 \(file)，並已建立新檔案。你的個人資料\(isComplete ? "已全部" : "凡能讀取的已")保留：\
                \(recovery.rescued) 項。文章會在下次同步時重新下載。
                """,
            hans: """
                \(what.simplifiedChinese)旧文件已移至 \(file)，并已建立新文件。您的个人数据\(isComplete ? "已全部" : "凡能读取的已")保留：\
                \(recovery.rescued) 项。文章会在下次同步时重新下载。
                """)
    }
}

/// A damaged file that lies beside the store, as commands show it.
struct FileAside: Encodable {
    let file: String
    let rescued: Int
    let complete, pending: Bool

    init(_ recovery: StoreRecovery) {
        file = recovery.damagedFile.path
        rescued = recovery.rescued
        complete = recovery.isComplete
        pending = recovery.isPending
    }

    /// The file and what became of its content, in a sentence.
    func sentence(_ terminal: Terminal) -> String {
        let content =
            if pending {
                terminal.words(
                    "nothing of it has been taken over; \"dotnews repair\" does",
                    hant: "尚未取回當中的個人資料；請執行 dotnews repair",
                    hans: "尚未取回其中的个人数据；请运行 dotnews repair")
            } else if complete {
                terminal.words(
                    "all of your own in it has been taken over; it may be deleted", hant: "當中的個人資料已全部取回，可以刪除",
                    hans: "其中的个人数据已全部取回，可以删除")
            } else {
                terminal.words(
                    "not all of your own in it could be read", hant: "當中的個人資料未能全部讀取", hans: "其中的个人数据无法全部读取")
            }
        let name = TerminalText.sanitized(file)
        return terminal.words("\(name): \(content).", hant: "\(name)：\(content)。", hans: "\(name)：\(content)。")
    }
}
