import DotNewsFoundation

/// What the system's error numbers mean for a folder.
enum FolderFailure {
    /// The error for a number. `isFolder` says that it was the folder itself that could not be opened.
    static func error(_ cause: Int32, _ activity: String, isFolder: Bool = false) -> RemoteStorageError {
        let (code, reason) = describe(cause, isFolder: isFolder)
        return RemoteStorageError(code, while: activity, reason: reason)
    }

    private static func describe(_ cause: Int32, isFolder: Bool) -> (RemoteStorageError.Code, String) {
        switch cause {
        case ECANCELED:
            (.cancelled, "it was cancelled")
        case ENOENT where isFolder:
            (.unusable, "the folder does not exist; create it, or mount the drive it is on")
        case ENOTDIR:
            (.unusable, "it is not a folder")
        // A symbolic link, which is not followed, is as good as nothing.
        case ENOENT, ELOOP:
            (.missing, "there is no file of this name")
        case ENOSPC, EDQUOT, EFBIG:
            (.full, "there is no room left (\(text(cause))); make some, then try again")
        case EROFS:
            (.forbidden, "the folder is on a drive that can only be read")
        case EACCES, EPERM:
            (.forbidden, "the folder's permissions do not allow it (\(text(cause)))")
        case ENOSYS, EINVAL, ENOTSUP, EOPNOTSUPP:
            (.failed, "the folder's file system cannot name a file without replacing another (\(text(cause)))")
        case EIO, ESTALE, ETIMEDOUT, EHOSTDOWN, EHOSTUNREACH, ENOTCONN, ENODEV, ENXIO:
            (.unavailable, "the drive did not answer as it should (\(text(cause))); see whether it is connected")
        default:
            (.failed, text(cause))
        }
    }

    private static func text(_ cause: Int32) -> String { String(cString: strerror(cause)) }
}
