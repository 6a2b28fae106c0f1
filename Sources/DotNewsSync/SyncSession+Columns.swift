import DotNewsModels
import DotNewsNetworking
import DotNewsPersistence

extension SyncSession {
    /// Reads the columns of the site: asked for, or as they are stored.
    func columnTree() async throws -> ColumnTree {
        let address = client.columnTreeAddress
        let stored = try await store.columns()
        if !stored.roots.isEmpty, freshness.isFresh(address) {
            tracker.update { $0.fresh += 1 }
            return stored
        }
        let version = try await store.version(of: address)
        let answer: CMSAnswer<ColumnTree>
        do throws(CMSError) {
            answer = try await client.columnTree(ifNewerThan: stored.roots.isEmpty ? nil : version)
        } catch {
            // What the site calls its columns changes rarely: lists can still be read by those of the last time.
            failed("columns", error)
            guard !stored.roots.isEmpty || Task.isCancelled else { throw SyncError.columnsUnavailable(error) }
            freshness.note(nil, of: address)
            return stored
        }
        answered(answer)
        freshness.note(answer.freshness, of: address)
        guard let tree = answer.value else { return stored }
        _ = try await store.apply([.columnTree(tree, address: address, version: answer.version)])
        return tree
    }

    /// Returns the columns of the tree that the policy names.
    func selectedColumns(of tree: ColumnTree) throws -> [SiteColumn] {
        switch policy.columns {
        case .none: return []
        case .all: return tree.visible
        case .paths(let paths):
            if let unknown = paths.first(where: { tree[$0] == nil }), !Task.isCancelled {
                throw SyncError.unknownColumn(unknown, available: tree.all.map(\.path))
            }
            return tree.selection(of: paths.compactMap { tree[$0] })
        case .followed:
            let columns = preferences.followedColumns.compactMap { tree[$0] }
            return columns.isEmpty ? tree.visible : tree.selection(of: columns)
        }
    }

    /// Returns the site's channel id: configured, known from before, read from a page of the site, or presumed; `nil` when
    /// the sync was cancelled meanwhile.
    func channel() async throws -> ChannelID? {
        if let configured = client.edition.channelID { return configured }
        let known = try await store.setting(.channelID)
        if let known, let channel = ChannelID(known) { return channel }
        tracker.update { $0.requests += 1 }
        do throws(CMSError) {
            return try await client.discoverChannel()
        } catch {
            guard !Task.isCancelled else { return nil }
            tracker.update {
                $0.skip("channel id", "No page of the site says it (\(error)); \"\(ChannelID.presumed)\" is tried.")
            }
            return .presumed
        }
    }

    /// Keeps the channel id once a list has answered to it.
    func remember(_ channel: ChannelID) async throws {
        guard client.edition.channelID == nil else { return }
        if try await store.setting(.channelID) != channel.rawValue {
            try await store.setSetting(.channelID, to: channel.rawValue)
        }
    }

    /// Forgets a channel id to which no list answers any more: the next sync asks the site again.
    func forgetChannel() async throws {
        if try await store.setting(.channelID) != nil { try await store.setSetting(.channelID, to: nil) }
    }
}

extension ColumnTree {
    /// The columns that the site shows in its menus.
    fileprivate var visible: [SiteColumn] {
        func visible(_ columns: [SiteColumn]) -> [SiteColumn] {
            columns.filter { !$0.isHidden }.flatMap { [$0] + visible($0.children) }
        }
        return visible(roots)
    }

    /// Some columns with those inside them, each once.
    fileprivate func selection(of columns: [SiteColumn]) -> [SiteColumn] {
        var seen: Set<ColumnID> = []
        return columns.flatMap(\.descendants).filter { seen.insert($0.id).inserted }
    }
}

extension ChannelID {
    /// The channel id that the dotdotnews editions are presumed to have when no page of the site says one.
    static let presumed = ChannelID("dotnews")!
}
