// TCP loads, each driven by one epoll thread.
#define _GNU_SOURCE
#include "bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 256 };

enum step { CONNECTING, GREETED, REQUESTED, READY };

struct client {
  int fd, received;
  bool busy;
  enum step step;
  int64_t began;
};

static void watch(int epoll, struct client *c, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event) < 0) die("epoll_ctl");
}

static struct client *open_clients(const struct options *o, int port, int epoll) {
  struct client *clients = calloc(o->conns, sizeof *clients);
  for (int i = 0; i < o->conns; i++) {
    clients[i].fd = socks_connect(o->proxy_port, port);
    set_nonblocking(clients[i].fd);
    if (epoll >= 0) watch(epoll, &clients[i], EPOLLIN);
  }
  return clients;
}

// Waits for events at most until `deadline`.
static int await(int epoll, struct epoll_event *events, int64_t deadline) {
  int64_t left = deadline - now_ns();
  if (left < 0) left = 0;
  struct timespec timeout = {left / 1000000000, left % 1000000000};
  int count = epoll_pwait2(epoll, events, EVENTS, &timeout, NULL);
  if (count < 0 && errno != EINTR) die("epoll_pwait2");
  return count < 0 ? 0 : count;
}

static int64_t next_edge(const struct window *w) { return w->counting ? w->until : w->warm_until; }

void run_bulk(const struct options *o, struct servers *s) {
  int epoll = epoll_create1(0);
  char *block = malloc(BLOCK_BYTES);
  struct window w;
  open_clients(o, s->source_port, epoll);
  window_start(&w, o);
  while (window_open(&w, now_ns())) {
    struct epoll_event events[EVENTS];
    int count = await(epoll, events, next_edge(&w));
    for (int i = 0; i < count; i++) {
      ssize_t n = recv(((struct client *)events[i].data.ptr)->fd, block, BLOCK_BYTES, 0);
      if (n == 0 || (n < 0 && errno != EAGAIN)) die("bulk stream ended");
      if (n > 0) w.bytes += n;
    }
  }
  window_report(&w);
}

// --- connect, SOCKS5, 1 KiB echo, close

static const uint8_t MESSAGE[MESSAGE_BYTES];

static void dial(struct client *c, const struct options *o, int epoll) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(o->proxy_port)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int on = 1;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  c->step = CONNECTING;
  c->received = 0;
  c->began = now_ns();
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(c->fd, (struct sockaddr *)&at, sizeof at) < 0 && errno != EINPROGRESS) die("connect");
  // on loopback the handshake is over when connect returns
  write_fully(c->fd, "\5\1\0", 3);
  watch(epoll, c, EPOLLIN);
}

// Takes what has arrived; true when the echo is complete.
static bool advance(struct client *c, const char *name, int echo_port) {
  static const int EXPECTED[] = {2, SOCKS_REPLY_BYTES, MESSAGE_BYTES};
  uint8_t bytes[MESSAGE_BYTES];
  ssize_t n = recv(c->fd, bytes, EXPECTED[c->step] - c->received, 0);
  if (n < 0 && errno == EAGAIN) return false;
  if (n <= 0) die("connection failed in the middle");
  if (c->step == GREETED && c->received == 0 && n > 1 && bytes[1] != 0) die("request refused");
  c->received += n;
  if (c->received < EXPECTED[c->step]) return false;
  c->received = 0;
  if (c->step == REQUESTED) return true;
  if (c->step == GREETED) write_fully(c->fd, MESSAGE, MESSAGE_BYTES);
  else {
    uint8_t request[SOCKS_REQUEST_MOST];
    size_t length = SOCKS_REQUEST_BYTES;
    if (name) length = socks_request_name(request, name, echo_port);
    else socks_request(request, 1, echo_port);
    write_fully(c->fd, request, length);
  }
  c->step++;
  return false;
}

void run_connect(const struct options *o, struct servers *s) {
  int epoll = epoll_create1(0);
  struct client *clients = calloc(o->conns, sizeof *clients);
  struct window w;
  window_start(&w, o);
  for (int i = 0; i < o->conns; i++) dial(&clients[i], o, epoll);
  while (window_open(&w, now_ns())) {
    struct epoll_event events[EVENTS];
    int count = await(epoll, events, next_edge(&w));
    for (int i = 0; i < count; i++) {
      struct client *c = events[i].data.ptr;
      if (!advance(c, o->name, s->echo_port)) continue;
      window_latency(&w, now_ns() - c->began);
      close(c->fd);
      w.operations++;
      dial(c, o, epoll);
    }
  }
  window_report(&w);
}

// --- ping-pong, saturated or paced

static void ping(struct client *c) {
  c->busy = true;
  c->received = 0;
  c->began = now_ns();
  write_fully(c->fd, MESSAGE, MESSAGE_BYTES);
}

static bool pong(struct client *c) {
  uint8_t bytes[MESSAGE_BYTES];
  ssize_t n = recv(c->fd, bytes, MESSAGE_BYTES - c->received, 0);
  if (n < 0 && errno == EAGAIN) return false;
  if (n <= 0) die("connection ended");
  c->received += n;
  c->busy = c->received < MESSAGE_BYTES;
  return !c->busy;
}

void run_ping(const struct options *o, struct servers *s) {
  int epoll = epoll_create1(0), turn = 0;
  struct client *clients = open_clients(o, s->echo_port, epoll);
  int64_t gap = o->rate > 0 ? (int64_t)(1e9 / o->rate) : 0, due = now_ns();
  prctl(PR_SET_TIMERSLACK, 1);
  struct window w;
  window_start(&w, o);
  for (int i = 0; gap == 0 && i < o->conns; i++) ping(&clients[i]);
  for (int64_t now; window_open(&w, now = now_ns());) {
    for (; gap > 0 && due <= now; due += gap) {
      if (!clients[turn].busy) ping(&clients[turn]);
      else w.lost++;
      turn = (turn + 1) % o->conns;
    }
    struct epoll_event events[EVENTS];
    int count = await(epoll, events, gap > 0 ? due : next_edge(&w));
    for (int i = 0; i < count; i++) {
      struct client *c = events[i].data.ptr;
      if (!pong(c)) continue;
      window_latency(&w, now_ns() - c->began);
      w.operations++;
      if (gap == 0) ping(c);
    }
  }
  window_report(&w);
}

// --- what connections cost that do nothing

void run_idle(const struct options *o, struct servers *s) {
  struct options few = *o;
  few.conns = 50;
  struct client *first = open_clients(&few, s->echo_port, -1);
  for (int i = 0; i < few.conns; i++) close(first[i].fd);
  usleep((useconds_t)(o->warm_seconds * 1e6));
  int64_t memory = memory_kib(o->pid);
  int open = descriptors(o->pid);
  struct client *clients = open_clients(o, s->echo_port, -1);
  for (int i = 0; i < o->conns; i++) {
    uint8_t bytes[MESSAGE_BYTES];
    write_fully(clients[i].fd, MESSAGE, MESSAGE_BYTES);
    for (int got = 0; got < MESSAGE_BYTES;) {
      ssize_t n = recv(clients[i].fd, bytes, MESSAGE_BYTES - got, 0);
      if (n > 0) got += n;
      else if (n == 0 || errno != EAGAIN) die("idle connection ended");
    }
  }
  usleep((useconds_t)(o->seconds * 1e6));
  printf("operations=%d base_kib=%lld kib_each=%.3f descriptors_each=%.3f foreign=0\n", o->conns, (long long)memory,
         (memory_kib(o->pid) - memory) / (double)o->conns, (descriptors(o->pid) - open) / (double)o->conns);
}
