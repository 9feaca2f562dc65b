// What the load generator, the sinks and the C relay share.
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { BLOCK_BYTES = 256 * 1024, MESSAGE_BYTES = 1024, SOCKS_REQUEST_BYTES = 10, SOCKS_REPLY_BYTES = 10,
       SOCKS_REQUEST_MOST = 7 + 255 };

struct options {
  const char *mode;
  int proxy_port;      // of the SOCKS server under test, on 127.0.0.1
  pid_t pid;           // root of its process tree
  int conns;           // connections, streams or associations
  double warm_seconds; // the same load before anything is counted
  double seconds;      // the counted window
  double rate;         // operations a second for paced modes
  int window;          // datagrams under way in an association
  const char *name;    // connect: what the echo server is asked for by, instead of its address
  char **command;      // start: the proxy to run
};

// --- socket.c
void die(const char *what) __attribute__((noreturn));
int64_t now_ns(void);
int listen_on(int port);  // 0: any free port
int port_of(int fd);
int connect_to(int port); // blocking, 127.0.0.1
void set_nonblocking(int fd);
void read_fully(int fd, void *into, size_t length);
void write_fully(int fd, const void *from, size_t length);
void socks_request(uint8_t request[SOCKS_REQUEST_BYTES], uint8_t command, int port);
size_t socks_request_name(uint8_t request[SOCKS_REQUEST_MOST], const char *name, int port); // CONNECT; its length
int socks_connect(int proxy_port, int target_port);                 // blocking, ready to relay
int socks_associate(int proxy_port, int *control, int *relay_port); // the connected UDP socket

// --- process.c
struct cpu {
  int64_t wall_ns;
  double proxy_seconds, own_seconds, machine_seconds;
};
void read_cpu(pid_t root, struct cpu *at);
int64_t memory_kib(pid_t root); // proportional set size
int descriptors(pid_t root);
void end_tree(pid_t root);

// --- window.c: warm-up, then one counted window, then the report
struct window {
  const struct options *options;
  int64_t warm_until, until;
  bool counting, done;
  struct cpu first, last;
  int64_t operations, bytes, lost;
  uint32_t *latencies; // in 100 ns
  size_t samples, room;
};
void window_start(struct window *w, const struct options *o);
bool window_open(struct window *w, int64_t now); // false when it is over
void window_latency(struct window *w, int64_t nanos);
void window_report(struct window *w);

// --- server.c: where the proxies connect to
struct servers {
  int echo_port, source_port, udp_echo_port, udp_sink_port;
  _Atomic int64_t sunk_packets, sunk_bytes;
};
void servers_start(struct servers *s);

// --- modes
void run_bulk(const struct options *o, struct servers *s);
void run_connect(const struct options *o, struct servers *s);
void run_ping(const struct options *o, struct servers *s); // paced when the rate is set
void run_idle(const struct options *o, struct servers *s);
void run_udp_echo(const struct options *o, struct servers *s);
void run_udp_bulk(const struct options *o, struct servers *s);

#endif
