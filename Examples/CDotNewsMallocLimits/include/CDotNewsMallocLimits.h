#pragma once

/// Has the C library's allocator keep less memory than it would for a server: one arena for all threads, and large blocks
/// given back at once. Does nothing where the allocator is not glibc's.
void dotnews_limit_malloc(void);
