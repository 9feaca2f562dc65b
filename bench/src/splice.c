// splice PORT: the least a SOCKS5 relay can cost on Linux. One thread, edge-triggered epoll, every descriptor
// registered once, splice(2) through pipes that are leased only while bytes are in flight.
#define _GNU_SOURCE
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, PIPE_BYTES = 1 << 20, SPARE_PIPES = 16 };

struct pipe {
  int out, in;
  size_t held;
};

struct relay;

struct end {
  int fd;
  bool registered, over, shut; // nothing more to read; half-closed for writing
  struct pipe pipe;            // bytes on their way from here to the other end
  struct relay *relay;
};

struct relay {
  struct end client, remote;
  enum { GREETING, REQUEST, CONNECTING, RELAYING, DEAD } step;
  struct relay *next_dead;
};

static int epoll;
static struct pipe spare[SPARE_PIPES];
static int spares;
static struct relay *dead;

static bool lease(struct pipe *p) {
  if (p->in) return true;
  if (spares > 0) {
    *p = spare[--spares];
    return true;
  }
  int ends[2];
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) < 0) return false;
  fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
  *p = (struct pipe){ends[0], ends[1], 0};
  return true;
}

static void give_back(struct pipe *p) {
  if (!p->in) return;
  if (p->held == 0 && spares < SPARE_PIPES) spare[spares++] = *p;
  else {
    close(p->in);
    close(p->out);
  }
  *p = (struct pipe){0};
}

static void end_relay(struct relay *r) {
  if (r->step == DEAD) return;
  r->step = DEAD;
  close(r->client.fd);
  if (r->remote.registered) close(r->remote.fd);
  give_back(&r->client.pipe);
  give_back(&r->remote.pipe);
  r->next_dead = dead; // events of this round may still point here
  dead = r;
}

static void watch(struct end *e) {
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = e};
  e->registered = epoll_ctl(epoll, EPOLL_CTL_ADD, e->fd, &event) == 0;
}

// Moves what there is from one end to the other; false when the relay has failed.
static bool move(struct end *from, struct end *to) {
  for (;;) {
    bool more = false;
    if (!from->over) {
      if (!lease(&from->pipe)) return false;
      ssize_t n = splice(from->fd, NULL, from->pipe.in, NULL, PIPE_BYTES, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
      if (n > 0) from->pipe.held += n, more = true;
      else if (n == 0) from->over = true;
      else if (errno != EAGAIN) return false;
    }
    while (from->pipe.held > 0) {
      ssize_t n = splice(from->pipe.out, NULL, to->fd, NULL, from->pipe.held, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
      if (n < 0 && errno == EAGAIN) return true;
      if (n <= 0) return false;
      from->pipe.held -= n;
    }
    if (!more) break;
  }
  give_back(&from->pipe);
  if (from->over && !to->shut) {
    to->shut = true;
    shutdown(to->fd, SHUT_WR);
  }
  return true;
}

static void start_dialing(struct relay *r, const uint8_t *request) {
  struct sockaddr_in at = {.sin_family = AF_INET};
  int on = 1;
  memcpy(&at.sin_addr, request + 4, 4);
  memcpy(&at.sin_port, request + 8, 2);
  r->remote.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  setsockopt(r->remote.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(r->remote.fd, (struct sockaddr *)&at, sizeof at) < 0 && errno != EINPROGRESS) {
    close(r->remote.fd);
    end_relay(r);
    return;
  }
  r->step = CONNECTING;
  watch(&r->remote);
}

// Messages of the handshake arrive whole from the load generator; anything else ends the connection.
static void shake_hands(struct relay *r) {
  static const uint8_t ACCEPTED[SOCKS_REPLY_BYTES] = {5, 0, 0, 1};
  uint8_t bytes[SOCKS_REQUEST_BYTES];
  if (r->step == GREETING) {
    ssize_t n = recv(r->client.fd, bytes, 3, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n != 3 || send(r->client.fd, "\5\0", 2, MSG_NOSIGNAL) != 2) return end_relay(r);
    r->step = REQUEST;
  }
  if (r->step == REQUEST) {
    ssize_t n = recv(r->client.fd, bytes, sizeof bytes, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n != sizeof bytes || bytes[1] != 1 || bytes[3] != 1) return end_relay(r);
    return start_dialing(r, bytes);
  }
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(r->remote.fd, SOL_SOCKET, SO_ERROR, &error, &length);
  if (error || send(r->client.fd, ACCEPTED, sizeof ACCEPTED, MSG_NOSIGNAL) != sizeof ACCEPTED) return end_relay(r);
  r->step = RELAYING;
}

static void handle(struct end *e, uint32_t events) {
  struct relay *r = e->relay;
  if (r->step == DEAD) return;
  if (r->step == GREETING || r->step == REQUEST || (r->step == CONNECTING && e == &r->remote)) shake_hands(r);
  if (r->step != RELAYING) return;
  struct end *other = e == &r->client ? &r->remote : &r->client;
  bool ok = true;
  if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) ok = move(e, other);
  if (ok && (events & EPOLLOUT) && other->pipe.held > 0) ok = move(other, e);
  if (!ok || (e->over && other->over && !e->pipe.held && !other->pipe.held)) end_relay(r);
}

static void accept_all(int listener) {
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    int on = 1;
    struct relay *r = calloc(1, sizeof *r);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    r->client = (struct end){.fd = fd, .relay = r};
    r->remote.relay = r;
    watch(&r->client);
  }
}

int main(int count, char **words) {
  struct rlimit most;
  getrlimit(RLIMIT_NOFILE, &most);
  most.rlim_cur = most.rlim_max;
  setrlimit(RLIMIT_NOFILE, &most);
  signal(SIGPIPE, SIG_IGN);
  epoll = epoll_create1(EPOLL_CLOEXEC);
  int listener = listen_on(count > 1 ? atoi(words[1]) : 1080);
  set_nonblocking(listener);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (struct epoll_event events[EVENTS];;) {
    int ready = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr == NULL) accept_all(listener);
      else handle(events[i].data.ptr, events[i].events);
    }
    while (dead) {
      struct relay *r = dead;
      dead = r->next_dead;
      free(r);
    }
  }
}
