// UDP loads through SOCKS5 UDP ASSOCIATE, sent in trains (GSO) as a fast client sends them.
#define _GNU_SOURCE
#include "bench.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// RSV (2), FRAG, ATYP, address (4), port (2), payload
enum { EVENTS = 64, HEADER_BYTES = 10, PACKET_BYTES = HEADER_BYTES + 1200, TRAIN = 40, TRAIN_BYTES = 65536 };

static const int64_t LOST_AFTER_NS = 50 * 1000000LL;

struct association {
  int fd, under_way;
  int64_t heard;
};

static uint8_t train[TRAIN * PACKET_BYTES];

static void fill_train(int port) {
  for (int i = 0; i < TRAIN; i++) {
    uint8_t header[HEADER_BYTES] = {0, 0, 0, 1, 127, 0, 0, 1, port >> 8, port & 0xff};
    memcpy(train + i * PACKET_BYTES, header, sizeof header);
  }
}

// Stamps and sends `count` packets as one train.
static bool send_train(int fd, int count, int64_t now) {
  for (int i = 0; i < count; i++) memcpy(train + i * PACKET_BYTES + HEADER_BYTES, &now, sizeof now);
  struct iovec part = {train, (size_t)count * PACKET_BYTES};
  char control[CMSG_SPACE(sizeof(uint16_t))];
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (count > 1) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    struct cmsghdr *note = CMSG_FIRSTHDR(&message);
    *note = (struct cmsghdr){CMSG_LEN(sizeof(uint16_t)), SOL_UDP, UDP_SEGMENT};
    *(uint16_t *)CMSG_DATA(note) = PACKET_BYTES;
  }
  if (sendmsg(fd, &message, 0) >= 0) return true;
  if (errno != EAGAIN && errno != ECONNREFUSED) die("send a train");
  return false;
}

static void fill_window(struct association *a, int window) {
  int64_t now = now_ns();
  while (a->under_way < window) {
    int count = window - a->under_way < TRAIN ? window - a->under_way : TRAIN;
    if (!send_train(a->fd, count, now)) return;
    a->under_way += count;
  }
}

// Receives one datagram or train and counts its packets.
static int take_replies(struct association *a, struct window *w) {
  static uint8_t data[TRAIN_BYTES];
  char control[CMSG_SPACE(sizeof(int))];
  struct iovec part = {data, sizeof data};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t length = recvmsg(a->fd, &message, 0);
  if (length <= 0) return 0;
  ssize_t segment = length;
  struct cmsghdr *note = CMSG_FIRSTHDR(&message);
  if (note && note->cmsg_type == UDP_GRO) segment = *(int *)CMSG_DATA(note);
  int64_t now = now_ns(), sent;
  int count = 0;
  for (ssize_t at = 0; at < length; at += segment, count++) {
    if (length - at < PACKET_BYTES) die("a short reply");
    memcpy(&sent, data + at + HEADER_BYTES, sizeof sent);
    window_latency(w, now - sent);
  }
  a->heard = now;
  a->under_way = a->under_way > count ? a->under_way - count : 0;
  return count;
}

static struct association *open_associations(const struct options *o) {
  struct association *all = calloc(o->conns, sizeof *all);
  for (int i = 0; i < o->conns; i++) {
    int control, port, on = 1;
    all[i].fd = socks_associate(o->proxy_port, &control, &port);
    setsockopt(all[i].fd, SOL_UDP, UDP_GRO, &on, sizeof on);
  }
  return all;
}

// Gives up what has been under way for too long, and starts again.
static void refill_stalled(const struct options *o, struct association *all, struct window *w) {
  int64_t now = now_ns();
  for (int i = 0; i < o->conns; i++) {
    if (all[i].under_way > 0 && now - all[i].heard > LOST_AFTER_NS) {
      w->lost += all[i].under_way;
      all[i].under_way = 0;
      all[i].heard = now;
      fill_window(&all[i], o->window);
    }
  }
}

void run_udp_echo(const struct options *o, struct servers *s) {
  int epoll = epoll_create1(0);
  struct association *all = open_associations(o);
  struct window w;
  fill_train(s->udp_echo_port);
  window_start(&w, o);
  for (int i = 0; i < o->conns; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
    epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].fd, &event);
    all[i].heard = now_ns();
    fill_window(&all[i], o->window);
  }
  for (int64_t checked = now_ns(), now; window_open(&w, now = now_ns());) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(epoll, events, EVENTS, 20);
    for (int i = 0; i < count; i++) {
      struct association *a = events[i].data.ptr;
      for (int got; (got = take_replies(a, &w)) > 0;) w.operations += got;
      fill_window(a, o->window);
    }
    if (now - checked > LOST_AFTER_NS) {
      refill_stalled(o, all, &w);
      checked = now;
    }
  }
  window_report(&w);
}

static void sleep_until(int64_t due) {
  struct timespec at = {due / 1000000000, due % 1000000000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR) continue;
}

void run_udp_bulk(const struct options *o, struct servers *s) {
  struct association *a = open_associations(o);
  int64_t gap = (int64_t)(1e9 * TRAIN / o->rate), due = now_ns(), sent = 0, sunk = 0;
  bool counting = false;
  prctl(PR_SET_TIMERSLACK, 1);
  fill_train(s->udp_sink_port);
  struct window w;
  window_start(&w, o);
  for (int turn = 0; window_open(&w, now_ns()); turn = (turn + 1) % o->conns) {
    if (w.counting != counting) {
      counting = w.counting;
      sent = 0;
      sunk = s->sunk_packets;
    }
    if (send_train(a[turn].fd, TRAIN, now_ns())) sent += TRAIN;
    due += gap;
    sleep_until(due);
  }
  w.operations = s->sunk_packets - sunk;
  w.lost = sent > w.operations ? sent - w.operations : 0;
  window_report(&w);
}
