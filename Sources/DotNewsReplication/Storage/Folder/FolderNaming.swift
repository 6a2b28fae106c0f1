import DotNewsFoundation

/// The ways of giving a complete file its name without replacing another.
package enum FolderNaming: CaseIterable, Sendable {
    /// A rename that fails when the name is taken: one step, known to most file systems, FAT among them.
    case rename
    /// A second name (hard link), after which the first goes: for file systems that cannot do the former.
    case link

    /// Renames `source` to `target` in the folder behind a descriptor; returns 0 or the system's error number.
    func apply(_ source: String, _ target: String, in folder: Int32) -> Int32 {
        switch self {
        case .rename:
            return Self.renameExclusively(source, target, in: folder)
        case .link:
            guard linkat(folder, source, folder, target, 0) == 0 else { return errno }
            // Should this fail, the first name is a partial file, which a later listing clears away.
            unlinkat(folder, source, 0)
            return 0
        }
    }

    /// Whether an error means that the system or the file system does not know a way, and another may be tried.
    static func isUnsupported(_ error: Int32) -> Bool {
        [ENOSYS, EINVAL, ENOTSUP, EOPNOTSUPP, EPERM].contains(error)
    }

    private static func renameExclusively(_ source: String, _ target: String, in folder: Int32) -> Int32 {
        #if canImport(Darwin)
            return renameatx_np(folder, source, folder, target, UInt32(RENAME_EXCL)) == 0 ? 0 : errno
        #else
            guard let rename = exclusiveRename else { return ENOSYS }
            let noReplace: UInt32 = 1
            return rename(folder, source, folder, target, noReplace) == 0 ? 0 : errno
        #endif
    }

    #if !canImport(Darwin)
        private typealias Rename =
            @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

        /// The C library's `renameat2`, which Swift does not see because it is an extension; `nil` where there is none.
        private static let exclusiveRename: Rename? = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: Rename.self) }
    #endif
}
