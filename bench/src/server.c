// The far side of every test: TCP echo, TCP source, UDP echo and UDP sink, two threads in all.
#define _GNU_SOURCE
#include "bench.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, BATCH = 32, TRAIN_BYTES = 65536 };

static int echo_listener, source_listener, udp_echo, udp_sink;
static struct servers *shared;

// epoll data: the descriptor, and whether it is a source in the upper half
#define SOURCE (1ULL << 32)

static void accept_all(int epoll, int listener, uint64_t kind) {
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = kind ? EPOLLOUT : EPOLLIN, .data.u64 = kind | (uint32_t)fd};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
  }
}

static void echo_once(int fd, char *block) {
  ssize_t n = recv(fd, block, BLOCK_BYTES, 0);
  if (n < 0 && errno == EAGAIN) return;
  for (ssize_t sent = 0; n > 0 && sent < n;) {
    ssize_t m = send(fd, block + sent, n - sent, MSG_NOSIGNAL);
    if (m < 0 && errno != EAGAIN) n = -1;
    if (m > 0) sent += m;
  }
  if (n <= 0) close(fd);
}

static void *serve_tcp(void *_) {
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  char *block = calloc(1, BLOCK_BYTES);
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint32_t)echo_listener};
  epoll_ctl(epoll, EPOLL_CTL_ADD, echo_listener, &event);
  event.data.u64 = SOURCE | (uint32_t)source_listener;
  epoll_ctl(epoll, EPOLL_CTL_ADD, source_listener, &event);
  for (struct epoll_event events[EVENTS];;) {
    int count = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      int fd = (int)(uint32_t)events[i].data.u64;
      if (fd == echo_listener) accept_all(epoll, fd, 0);
      else if (fd == source_listener) accept_all(epoll, fd, SOURCE);
      else if (!(events[i].data.u64 & SOURCE)) echo_once(fd, block);
      else if (send(fd, block, BLOCK_BYTES, MSG_NOSIGNAL) < 0 && errno != EAGAIN) close(fd);
    }
  }
  return _;
}

// Receives trains of equal segments (GRO) and, for the echo, sends each back as one train (GSO).
static void *serve_udp(void *socket) {
  int fd = *(int *)socket;
  static __thread char data[BATCH][TRAIN_BYTES];
  static __thread char control[BATCH][CMSG_SPACE(sizeof(int))];
  struct sockaddr_in from[BATCH];
  struct iovec parts[BATCH];
  struct mmsghdr messages[BATCH];
  for (;;) {
    for (int i = 0; i < BATCH; i++) {
      parts[i] = (struct iovec){data[i], TRAIN_BYTES};
      messages[i].msg_hdr = (struct msghdr){&from[i], sizeof from[i], &parts[i], 1, control[i], sizeof control[i], 0};
    }
    int count = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
    for (int i = 0; i < count; i++) {
      struct msghdr *header = &messages[i].msg_hdr;
      int length = messages[i].msg_len, segment = length;
      struct cmsghdr *note = CMSG_FIRSTHDR(header);
      if (note && note->cmsg_type == UDP_GRO) segment = *(int *)CMSG_DATA(note);
      parts[i].iov_len = length;
      header->msg_controllen = 0;
      if (segment < length) {
        note = (struct cmsghdr *)control[i];
        *note = (struct cmsghdr){CMSG_LEN(sizeof(uint16_t)), SOL_UDP, UDP_SEGMENT};
        *(uint16_t *)CMSG_DATA(note) = segment;
        header->msg_controllen = CMSG_SPACE(sizeof(uint16_t));
      }
      if (fd == udp_sink) {
        shared->sunk_packets += (length + segment - 1) / segment;
        shared->sunk_bytes += length;
      }
    }
    if (fd == udp_echo && count > 0) sendmmsg(fd, messages, count, 0);
  }
  return socket;
}

static int udp_server(void) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), room = 4 << 20, on = 1;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0) die("bind UDP");
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  setsockopt(fd, SOL_UDP, UDP_GRO, &on, sizeof on);
  return fd;
}

static void start_thread(void *(*body)(void *), void *argument) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, body, argument) != 0) die("thread");
}

void servers_start(struct servers *s) {
  shared = s;
  set_nonblocking(echo_listener = listen_on(0));
  set_nonblocking(source_listener = listen_on(0));
  udp_echo = udp_server();
  udp_sink = udp_server();
  s->echo_port = port_of(echo_listener);
  s->source_port = port_of(source_listener);
  s->udp_echo_port = port_of(udp_echo);
  s->udp_sink_port = port_of(udp_sink);
  start_thread(serve_tcp, NULL);
  start_thread(serve_udp, &udp_echo);
  start_thread(serve_udp, &udp_sink);
}
