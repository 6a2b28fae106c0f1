#include "power.h"
#include "CDotNewsFaultyVFS.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A write, or a truncation when it has no bytes, that the disk may have done or not.
typedef struct change {
    struct change *next;
    unsigned char *bytes;
    size_t count;
    size_t offset;
} change;

// A file: what of it is on the disk for certain, and what came after.
typedef struct record {
    struct record *next;
    char *path;
    unsigned char *content;
    size_t size;
    change *first, *last;
} record;

// What a disk writes whole or not at all, in bytes.
enum { sector = 512 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static record *records;
static int is_watching;

static void *must(void *memory) {
    if (!memory) abort();
    return memory;
}

static record *find(const char *path) {
    if (!is_watching || !path) return NULL;
    for (record *r = records; r; r = r->next)
        if (!strcmp(r->path, path)) return r;
    return NULL;
}

static void resize(record *r, size_t size) {
    r->content = must(realloc(r->content, size + 1));
    if (size > r->size) memset(r->content + r->size, 0, size - r->size);
    r->size = size;
}

static void put(record *r, const unsigned char *bytes, size_t count, size_t offset) {
    if (offset + count > r->size) resize(r, offset + count);
    memcpy(r->content + offset, bytes, count);
}

static void add(record *r, const void *bytes, size_t count, size_t offset) {
    change *c = must(calloc(1, sizeof(change)));
    c->count = count;
    c->offset = offset;
    if (count) c->bytes = memcpy(must(malloc(count)), bytes, count);
    if (r->last) r->last->next = c;
    else r->first = c;
    r->last = c;
}

static uint64_t next_random(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

// Does what has not been synced: all of it, or with a state of chance each sector of it or not.
static void settle(record *r, uint64_t *chance) {
    while (r->first) {
        change *c = r->first;
        r->first = c->next;
        if (!c->count && (!chance || next_random(chance) & 1)) resize(r, c->offset);
        for (size_t done = 0; done < c->count;) {
            size_t part = sector - (c->offset + done) % sector;
            if (part > c->count - done) part = c->count - done;
            if (!chance || next_random(chance) & 1) put(r, c->bytes + done, part, c->offset + done);
            done += part;
        }
        free(c->bytes);
        free(c);
    }
    r->last = NULL;
}

static void forget(void) {
    while (records) {
        record *r = records;
        records = r->next;
        settle(r, NULL);
        free(r->content);
        free(r->path);
        free(r);
    }
}

void power_watch(void) {
    pthread_mutex_lock(&mutex);
    forget();
    is_watching = 1;
    pthread_mutex_unlock(&mutex);
}

void power_opened(const char *path) {
    pthread_mutex_lock(&mutex);
    if (is_watching && path && !find(path)) {
        record *r = must(calloc(1, sizeof(record)));
        r->path = must(strdup(path));
        FILE *f = fopen(path, "rb");
        if (f) {
            unsigned char buffer[sector];
            size_t count;
            while ((count = fread(buffer, 1, sizeof buffer, f))) put(r, buffer, count, r->size);
            fclose(f);
        }
        r->next = records;
        records = r;
    }
    pthread_mutex_unlock(&mutex);
}

void power_wrote(const char *path, const void *bytes, size_t count, int64_t offset) {
    pthread_mutex_lock(&mutex);
    record *r = find(path);
    if (r && count) add(r, bytes, count, (size_t)offset);
    pthread_mutex_unlock(&mutex);
}

void power_truncated(const char *path, int64_t size) {
    pthread_mutex_lock(&mutex);
    record *r = find(path);
    if (r) add(r, NULL, 0, (size_t)size);
    pthread_mutex_unlock(&mutex);
}

void power_synced(const char *path) {
    pthread_mutex_lock(&mutex);
    record *r = find(path);
    if (r) settle(r, NULL);
    pthread_mutex_unlock(&mutex);
}

void power_deleted(const char *path) {
    pthread_mutex_lock(&mutex);
    for (record **place = &records; *place; place = &(*place)->next) {
        record *r = *place;
        if (strcmp(r->path, path)) continue;
        *place = r->next;
        settle(r, NULL);
        free(r->content);
        free(r->path);
        free(r);
        break;
    }
    pthread_mutex_unlock(&mutex);
}

int faulty_vfs_lose_power(uint64_t seed) {
    pthread_mutex_lock(&mutex);
    int lost = 0;
    for (record *r = records; r; r = r->next) {
        if (r->first) lost++;
        settle(r, &seed);
        FILE *f = fopen(r->path, "wb");
        if (!f || fwrite(r->content, 1, r->size, f) != r->size) abort();
        fclose(f);
    }
    forget();
    is_watching = 0;
    pthread_mutex_unlock(&mutex);
    return lost;
}

void faulty_vfs_watch_power(void) { power_watch(); }
