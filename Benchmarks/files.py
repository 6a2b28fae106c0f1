"""Files that programs leave behind."""
import shutil


def companions(store):
    """A store's file and those that SQLite and a sync keep beside it."""
    return [store] + [store.with_name(store.name + suffix) for suffix in ("-wal", "-shm", ".sync-lock")]


def removing(path):
    """Removes a file or folder, and a store's companions."""
    for candidate in companions(path):
        if candidate.is_dir():
            shutil.rmtree(candidate)
        elif candidate.exists():
            candidate.unlink()
    return path
