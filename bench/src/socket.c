// Plain socket calls and the client half of SOCKS5.
#include "bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

void die(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(1);
}

int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

int listen_on(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  struct sockaddr_in at = loopback(port);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0 || listen(fd, 4096) < 0) die("listen");
  return fd;
}

int port_of(int fd) {
  struct sockaddr_in at;
  socklen_t length = sizeof at;
  if (getsockname(fd, (struct sockaddr *)&at, &length) < 0) die("getsockname");
  return ntohs(at.sin_port);
}

int connect_to(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  struct sockaddr_in at = loopback(port);
  if (fd < 0) die("socket");
  if (connect(fd, (struct sockaddr *)&at, sizeof at) < 0) {
    close(fd);
    return -1;
  }
  struct timeval patience = {10, 0}; // a proxy that hangs fails its sample
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return fd;
}

void set_nonblocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

static bool transfer_fully(int fd, uint8_t *bytes, size_t length, bool in) {
  while (length > 0) {
    ssize_t n = in ? recv(fd, bytes, length, 0) : send(fd, bytes, length, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes += n;
    length -= n;
  }
  return true;
}

void read_fully(int fd, void *into, size_t length) {
  if (!transfer_fully(fd, into, length, true)) die("the proxy closed the connection");
}

void write_fully(int fd, const void *from, size_t length) {
  if (!transfer_fully(fd, (uint8_t *)from, length, false)) die("send to the proxy");
}

void socks_request(uint8_t request[SOCKS_REQUEST_BYTES], uint8_t command, int port) {
  uint8_t bytes[] = {5, command, 0, 1, 127, 0, 0, 1, port >> 8, port & 0xff};
  memcpy(request, bytes, sizeof bytes);
}

size_t socks_request_name(uint8_t request[SOCKS_REQUEST_MOST], const char *name, int port) {
  size_t length = strnlen(name, 255);
  uint8_t head[] = {5, 1, 0, 3, (uint8_t)length};
  memcpy(request, head, sizeof head);
  memcpy(request + sizeof head, name, length);
  request[sizeof head + length] = port >> 8;
  request[sizeof head + length + 1] = port & 0xff;
  return sizeof head + length + 2;
}

// Greeting and request, one after the other as clients do; fills the address of the reply.
static int socks_command(int proxy_port, uint8_t command, int port, uint8_t reply[SOCKS_REPLY_BYTES]) {
  int fd = connect_to(proxy_port);
  if (fd < 0) die("connect to the proxy");
  uint8_t request[SOCKS_REQUEST_BYTES];
  write_fully(fd, "\5\1\0", 3);
  read_fully(fd, reply, 2);
  socks_request(request, command, port);
  if (command == 3) memset(request + 4, 0, 6); // the client does not know its address yet
  write_fully(fd, request, sizeof request);
  read_fully(fd, reply, 4);
  if (reply[1] != 0) {
    fprintf(stderr, "load: the proxy refused the request: code %d\n", reply[1]);
    exit(1);
  }
  uint8_t rest[18];
  size_t length = reply[3] == 4 ? 18 : 6;
  read_fully(fd, rest, length);
  memcpy(reply + 8, rest + length - 2, 2);
  return fd;
}

int socks_connect(int proxy_port, int target_port) {
  uint8_t reply[SOCKS_REPLY_BYTES];
  return socks_command(proxy_port, 1, target_port, reply);
}

int socks_associate(int proxy_port, int *control, int *relay_port) {
  uint8_t reply[SOCKS_REPLY_BYTES];
  *control = socks_command(proxy_port, 3, 0, reply);
  *relay_port = reply[8] << 8 | reply[9];
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), room = 4 << 20;
  struct sockaddr_in at = loopback(*relay_port);
  if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) < 0) die("connect to the UDP relay");
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  return fd;
}
