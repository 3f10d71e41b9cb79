/* sys.h - the Linux system calls the guest's programs use, without a C library.
 *
 * A static program with glibc is about 700 KB and runs thousands of instructions before main; these are 2 to 8 KB.
 * Only i386: arguments go in ebx, ecx, edx, esi, edi, and a result from -4095 to -1 is an error number. */
#pragma once
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;

void *memset(void *to, int value, u32 size);
void *memcpy(void *to, const void *from, u32 size);

#define AF_INET 2
#define AF_NETLINK 16
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_NONBLOCK 04000
#define SOL_SOCKET 1
#define SO_REUSEADDR 2
#define SO_ERROR 4
#define SO_KEEPALIVE 9
#define IPPROTO_TCP 6
#define TCP_NODELAY 1
#define TCP_KEEPIDLE 4
#define TCP_KEEPINTVL 5
#define TCP_KEEPCNT 6
#define MSG_DONTWAIT 0x40
#define MSG_NOSIGNAL 0x4000
#define SHUT_WR 1
#define O_RDONLY 0
#define O_WRONLY 1
#define O_RDWR 2
#define O_CREAT 0100
#define O_TRUNC 01000
#define O_APPEND 02000
#define O_NONBLOCK 04000
#define O_DIRECT 040000
#define O_NOCTTY 0400
#define POLLIN 1
#define POLLOUT 4
#define POLLERR 8
#define POLLHUP 16
#define EINTR 4
#define EAGAIN 11
#define EINPROGRESS 115

struct pollfd { int fd; short events, revents; };
struct address { u16 family, port; u32 ip; char zero[8]; };
struct timespec32 { int seconds, nanoseconds; };

static inline int sys5(int number, long a, long b, long c, long d, long e) {
	int result;
	__asm__ volatile ("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e) : "memory");
	return result;
}
static inline int sys3(int number, long a, long b, long c) { return sys5(number, a, b, c, 0, 0); }
static inline int socketcall(int call, long a, long b, long c, long d, long e, long f) {
	long arguments[6] = { a, b, c, d, e, f };
	return sys3(102, call, (long)arguments, 0);
}

#define exit(status)            sys3(1, status, 0, 0)
#define fork()                  sys3(2, 0, 0, 0)
#define read(fd, data, size)    sys3(3, fd, (long)(data), size)
#define write(fd, data, size)   sys3(4, fd, (long)(data), size)
#define open(path, flags, mode) sys3(5, (long)(path), flags, mode)
#define close(fd)               sys3(6, fd, 0, 0)
#define waitpid(pid, status, o) sys3(7, pid, (long)(status), o)
#define unlink(path)            sys3(10, (long)(path), 0, 0)
#define execve(path, argv, env) sys3(11, (long)(path), (long)(argv), (long)(env))
#define lseek(fd, offset, from) sys3(19, fd, offset, from)
#define rename(from, to)        sys3(38, (long)(from), (long)(to), 0)
#define pipe(pair)              sys3(42, (long)(pair), 0, 0)
#define ioctl(fd, request, arg) sys3(54, fd, request, (long)(arg))
#define dup2(from, to)          sys3(63, from, to, 0)
#define fsync(fd)               sys3(118, fd, 0, 0)
#define fdatasync(fd)           sys3(148, fd, 0, 0)
#define sched_yield()           sys3(158, 0, 0, 0)
#define poll(set, count, ms)    sys3(168, (long)(set), count, ms)
#define clock_gettime(id, time) sys3(265, id, (long)(time), 0)

#define socket(domain, type, protocol) socketcall(1, domain, type, protocol, 0, 0, 0)
#define bind(fd, to, size)             socketcall(2, fd, (long)(to), size, 0, 0, 0)
#define connect(fd, to, size)          socketcall(3, fd, (long)(to), size, 0, 0, 0)
#define listen(fd, backlog)            socketcall(4, fd, backlog, 0, 0, 0, 0)
#define accept(fd)                     socketcall(5, fd, 0, 0, 0, 0, 0)
#define send(fd, data, size, flags)    socketcall(9, fd, (long)(data), size, flags, 0, 0)
#define recv(fd, data, size, flags)    socketcall(10, fd, (long)(data), size, flags, 0, 0)
#define sendto(fd, data, size, flags, to, length) socketcall(11, fd, (long)(data), size, flags, (long)(to), length)
#define recvfrom(fd, data, size, flags, from, length) socketcall(12, fd, (long)(data), size, flags, (long)(from), (long)(length))
#define shutdown(fd, how)              socketcall(13, fd, how, 0, 0, 0, 0)
#define setsockopt(fd, level, option, value, size) socketcall(14, fd, level, option, (long)(value), size, 0)
#define getsockopt(fd, level, option, value, size) socketcall(15, fd, level, option, (long)(value), (long)(size), 0)

static inline u16 htons(u32 port) { return (u16)((port & 255) << 8 | (port >> 8 & 255)); }

/* Guest milliseconds since it booted. */
static inline u32 now_ms(void) {
	struct timespec32 time;
	clock_gettime(1, &time);
	return (u32)time.seconds * 1000u + (u32)time.nanoseconds / 1000000u;
}

/* Connects or listens: a TCP socket that is ready to use, or the negative error number. */
static inline int tcp_connect(u32 ip, u32 port) {
	struct address to = { AF_INET, htons(port), ip, { 0 } };
	int one = 1, result, fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0) return fd;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if ((result = connect(fd, &to, sizeof to)) < 0) { close(fd); return result; }
	return fd;
}
static inline int tcp_listen(u32 port) {
	struct address at = { AF_INET, htons(port), 0, { 0 } };
	int one = 1, result, fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0) return fd;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if ((result = bind(fd, &at, sizeof at)) < 0 || (result = listen(fd, 16)) < 0) { close(fd); return result; }
	return fd;
}
