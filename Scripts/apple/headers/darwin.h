// Darwin's C library, as far as the package and the headers of libraries use it. The types, their widths and which pointers
// may be null are Darwin's: they are what differs from Linux. Values of constants matter only where they differ, too.
#ifndef DARWIN_H
#define DARWIN_H
#include <stddef.h>
#include <stdarg.h>
#define __restrict restrict
typedef signed char int8_t;
typedef short int16_t;
typedef int int32_t;
typedef long long int64_t;
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;
typedef int8_t int_least8_t;
typedef int16_t int_least16_t;
typedef int32_t int_least32_t;
typedef int64_t int_least64_t;
typedef uint8_t uint_least8_t;
typedef uint16_t uint_least16_t;
typedef uint32_t uint_least32_t;
typedef uint64_t uint_least64_t;
typedef int8_t int_fast8_t;
typedef int16_t int_fast16_t;
typedef int32_t int_fast32_t;
typedef int64_t int_fast64_t;
typedef uint8_t uint_fast8_t;
typedef uint16_t uint_fast16_t;
typedef uint32_t uint_fast32_t;
typedef uint64_t uint_fast64_t;
typedef long intptr_t;
typedef unsigned long uintptr_t;
typedef long intmax_t;
typedef unsigned long uintmax_t;
typedef int32_t dev_t;
typedef uint16_t mode_t;
typedef uint16_t nlink_t;
typedef uint64_t ino_t;
typedef uint32_t uid_t;
typedef uint32_t gid_t;
typedef int64_t off_t;
typedef int32_t blksize_t;
typedef int64_t blkcnt_t;
typedef long time_t;
typedef int32_t suseconds_t;
typedef unsigned int useconds_t;
typedef int32_t pid_t;
typedef long ssize_t;
typedef unsigned int socklen_t;
typedef uint32_t sigset_t;
typedef unsigned long tcflag_t;
typedef unsigned char cc_t;
typedef unsigned long speed_t;
typedef unsigned char sa_family_t;
typedef uint16_t in_port_t;
typedef uint32_t in_addr_t;
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
struct timespec { time_t tv_sec; long tv_nsec; };
struct timeval { time_t tv_sec; suseconds_t tv_usec; };
typedef enum { _CLOCK_REALTIME = 0, _CLOCK_MONOTONIC = 6, _CLOCK_THREAD_CPUTIME_ID = 16 } clockid_t;
int clock_gettime(clockid_t, struct timespec *);
struct rusage {
  struct timeval ru_utime;
  struct timeval ru_stime;
  long ru_maxrss;
  long ru_rest[13];
};
int getrusage(int, struct rusage *);
typedef struct fd_set { int32_t fds_bits[32]; } fd_set;
struct stat {
  dev_t st_dev;
  mode_t st_mode;
  nlink_t st_nlink;
  ino_t st_ino;
  uid_t st_uid;
  gid_t st_gid;
  dev_t st_rdev;
  struct timespec st_atimespec;
  struct timespec st_mtimespec;
  struct timespec st_ctimespec;
  struct timespec st_birthtimespec;
  off_t st_size;
  blkcnt_t st_blocks;
  blksize_t st_blksize;
  uint32_t st_flags;
  uint32_t st_gen;
  int32_t st_lspare;
  int64_t st_qspare[2];
};
int stat(const char *, struct stat *);
int lstat(const char *, struct stat *);
int fstat(int, struct stat *);
int fstatat(int, const char *, struct stat *, int);
int fchmod(int, mode_t);
int mkfifo(const char *, mode_t);
int chmod(const char *, mode_t);
int mkdir(const char *, mode_t);
mode_t umask(mode_t);
#define AT_FDCWD -2
#define AT_SYMLINK_NOFOLLOW 0x0020
#define O_RDONLY 0x0000
#define O_WRONLY 0x0001
#define O_RDWR 0x0002
#define O_NONBLOCK 0x00000004
#define O_APPEND 0x00000008
#define O_NOFOLLOW 0x00000100
#define O_CREAT 0x00000200
#define O_TRUNC 0x00000400
#define O_EXCL 0x00000800
#define O_NOCTTY 0x00020000
#define O_DIRECTORY 0x00100000
#define O_CLOEXEC 0x01000000
#define F_GETFD 1
#define F_SETFD 2
#define F_FULLFSYNC 51
#define F_BARRIERFSYNC 85
#define FD_CLOEXEC 1
#define LOCK_SH 0x01
#define LOCK_EX 0x02
#define LOCK_NB 0x04
#define LOCK_UN 0x08
int flock(int, int);
#define R_OK (1<<2)
#define W_OK (1<<1)
#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
int close(int);
ssize_t read(int, void *, size_t);
ssize_t write(int, const void *, size_t);
ssize_t pread(int, void *, size_t, off_t);
ssize_t pwrite(int, const void *, size_t, off_t);
int fsync(int);
int ftruncate(int, off_t);
off_t lseek(int, off_t, int);
int unlink(const char *);
int unlinkat(int, const char *, int);
int link(const char *, const char *);
int linkat(int, const char *, int, const char *, int);
int rename(const char *, const char *);
int renameat(int, const char *, int, const char *);
int renameatx_np(int, const char *, int, const char *, unsigned int);
#define RENAME_SWAP 0x00000002
#define RENAME_EXCL 0x00000004
int access(const char *, int);
int isatty(int);
int usleep(useconds_t);
uid_t geteuid(void);
uid_t getuid(void);
pid_t getpid(void);
int gethostname(char *, size_t);
void _exit(int) __attribute__((noreturn));
void exit(int) __attribute__((noreturn));
void abort(void) __attribute__((noreturn));
int atexit(void (* _Nonnull)(void));
void *malloc(size_t);
void *calloc(size_t, size_t);
void *realloc(void *, size_t);
void free(void *);
char *getenv(const char *);
int setenv(const char *, const char *, int);
char *realpath(const char *, char *);
#define PATH_MAX 1024
ssize_t readlink(const char *, char *, size_t);
long strtol(const char *, char **, int);
int abs(int);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
void *memchr(const void *, int, size_t);
int memcmp(const void *, const void *, size_t);
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
void *memset(void *, int, size_t);
int memset_s(void *, size_t, int, size_t);
void *memmem(const void *, size_t, const void *, size_t);
int strcmp(const char *, const char *);
int strncmp(const char *, const char *, size_t);
size_t strlen(const char *);
char *strerror(int);
int strerror_r(int, char *, size_t);
char *strdup(const char *);
char *strchr(const char *, int);
int *__error(void);
typedef struct __sFILE { int opaque; } FILE;
extern FILE *__stdinp, *__stdoutp, *__stderrp;
FILE *fopen(const char *, const char *);
int fclose(FILE *);
size_t fread(void *, size_t, size_t, FILE *);
size_t fwrite(const void *, size_t, size_t, FILE *);
int fflush(FILE *);
int fprintf(FILE *, const char *, ...);
int snprintf(char *, size_t, const char *, ...);
int printf(const char *, ...);
#define EPERM 1
#define ENOENT 2
#define EINTR 4
#define EIO 5
#define ENXIO 6
#define E2BIG 7
#define EBADF 9
#define ENOMEM 12
#define EACCES 13
#define EEXIST 17
#define ENODEV 19
#define ENOTDIR 20
#define EISDIR 21
#define EINVAL 22
#define EFBIG 27
#define ENOSPC 28
#define EROFS 30
#define EMLINK 31
#define EPIPE 32
#define EAGAIN 35
#define EWOULDBLOCK EAGAIN
#define ENOTSUP 45
#define ECONNRESET 54
#define ENOTCONN 57
#define ETIMEDOUT 60
#define ECONNREFUSED 61
#define ELOOP 62
#define ENAMETOOLONG 63
#define EHOSTDOWN 64
#define EHOSTUNREACH 65
#define EDQUOT 69
#define ESTALE 70
#define ENOSYS 78
#define ECANCELED 89
#define EOPNOTSUPP 102
typedef struct { int __opaque; } DIR;
struct dirent { uint64_t d_ino; uint64_t d_seekoff; uint16_t d_reclen; uint16_t d_namlen; uint8_t d_type; char d_name[1024]; };
DIR *opendir(const char *);
DIR *fdopendir(int);
struct dirent *readdir(DIR *);
int closedir(DIR *);
typedef struct _opaque_pthread_t { long __sig; } *pthread_t;
typedef struct _opaque_pthread_attr_t { long __sig; } pthread_attr_t;
typedef struct _opaque_pthread_mutex_t {
  long __sig;
} pthread_mutex_t;
#define PTHREAD_MUTEX_INITIALIZER {0}
int pthread_mutex_lock(pthread_mutex_t *);
int pthread_mutex_unlock(pthread_mutex_t *);
#pragma clang assume_nonnull begin
int pthread_create(pthread_t _Nullable * _Nonnull, const pthread_attr_t * _Nullable, void * _Nullable (* _Nonnull)(void * _Nonnull), void * _Nullable);
#pragma clang assume_nonnull end
int pthread_detach(pthread_t _Nonnull);
pthread_t _Nonnull pthread_self(void);
#define SIGHUP 1
#define SIGINT 2
#define SIGPIPE 13
#define SIGTERM 15
#define SIGKILL 9
#define SIG_BLOCK 1
#define SIG_UNBLOCK 2
int sigismember(const sigset_t *, int);
int sigwait(const sigset_t *, int *);
int pause(void);
typedef uint64_t rlim_t;
struct rlimit { rlim_t rlim_cur, rlim_max; };
#define RLIMIT_AS 5
#define RLIMIT_NOFILE 8
int getrlimit(int, struct rlimit *);
int setrlimit(int, const struct rlimit *);
int sigemptyset(sigset_t *);
int sigaddset(sigset_t *, int);
int pthread_sigmask(int, const sigset_t *, sigset_t *);
void (* _Nullable signal(int, void (* _Nullable)(int)))(int);
int kill(pid_t, int);
struct termios { tcflag_t c_iflag, c_oflag, c_cflag, c_lflag; cc_t c_cc[20]; speed_t c_ispeed, c_ospeed; };
#define ECHO 0x00000008
#define TCSAFLUSH 2
int tcgetattr(int, struct termios *);
int tcsetattr(int, int, const struct termios *);
struct winsize { unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel; };
struct in_addr { in_addr_t s_addr; };
struct in6_addr { union { uint8_t __u6_addr8[16]; uint16_t __u6_addr16[8]; uint32_t __u6_addr32[4]; } __u6_addr; };
struct sockaddr { uint8_t sa_len; sa_family_t sa_family; char sa_data[14]; };
struct sockaddr_storage { uint8_t ss_len; sa_family_t ss_family; char pad[126]; };
struct sockaddr_in { uint8_t sin_len; sa_family_t sin_family; in_port_t sin_port; struct in_addr sin_addr; char sin_zero[8]; };
#define AF_INET 2
#define AF_INET6 30
#define SOCK_STREAM 1
#define SOL_SOCKET 0xffff
#define SO_REUSEADDR 0x0004
int inet_pton(int, const char *, void *);
double log2(double);
double floor(double);
double pow(double, double);
double log(double);
double sqrt(double);
double exp(double);
double ceil(double);
double fmod(double, double);
void *dlopen(const char *, int);
void *dlsym(void *, const char *);
char *dlerror(void);
#define RTLD_LAZY 1
#define RTLD_LOCAL 4
time_t time(time_t *);
#define EXIT_FAILURE 1
#define EXIT_SUCCESS 0
#define INT_MAX 2147483647
#define UINT_MAX 4294967295U
#define LONG_MAX 9223372036854775807L
#define CHAR_BIT 8
#define SIZE_MAX 18446744073709551615UL

struct flock { off_t l_start, l_len; pid_t l_pid; short l_type, l_whence; };
typedef void *posix_spawn_file_actions_t;
typedef void *posix_spawnattr_t;
int posix_spawn_file_actions_init(posix_spawn_file_actions_t _Nullable *);
int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t _Nullable *);
int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t _Nullable *, int, const char *, int, mode_t);
int posix_spawnattr_init(posix_spawnattr_t _Nullable *);
int posix_spawnattr_destroy(posix_spawnattr_t _Nullable *);
int posix_spawnattr_setsigmask(posix_spawnattr_t _Nullable *, const sigset_t *);
int posix_spawnattr_setsigdefault(posix_spawnattr_t _Nullable *, const sigset_t *);
int posix_spawnattr_setflags(posix_spawnattr_t _Nullable *, short);
int posix_spawn(pid_t *, const char *, const posix_spawn_file_actions_t _Nullable *, const posix_spawnattr_t _Nullable *, char *const [], char *const []);
#define POSIX_SPAWN_SETSIGMASK 0x0008
#define POSIX_SPAWN_SETSIGDEF 0x0004
typedef enum { P_ALL, P_PID, P_PGID } idtype_t;
typedef uint32_t id_t;
typedef struct { int si_signo, si_errno, si_code; pid_t si_pid; } siginfo_t;
int waitid(idtype_t, id_t, siginfo_t *, int);
pid_t waitpid(pid_t, int *, int);
#define WNOHANG 1
#define WEXITED 4
#define WNOWAIT 0x20
int socket(int, int, int);
int bind(int, const struct sockaddr *, socklen_t);
int listen(int, int);
int accept(int, struct sockaddr *, socklen_t *);
int connect(int, const struct sockaddr *, socklen_t);
int getsockname(int, struct sockaddr *, socklen_t *);
int shutdown(int, int);
ssize_t recv(int, void *, size_t, int);
ssize_t send(int, const void *, size_t, int);
int setsockopt(int, int, int, const void *, socklen_t);
struct pollfd { int fd; short events, revents; };
typedef unsigned int nfds_t;
int poll(struct pollfd *, nfds_t, int);
struct linger { int l_onoff, l_linger; };
#define POLLHUP 0x0010
#define POLLIN 0x0001
#define POLLOUT 0x0004
#define IPPROTO_TCP 6
#define TCP_NODELAY 0x01
#define SHUT_RDWR 2
#define SO_LINGER 0x0080
#define SO_NOSIGPIPE 0x1022
#define F_GETFL 3
#define F_SETFL 4
#define ECONNABORTED 53
#endif
