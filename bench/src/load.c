// load MODE --proxy PORT --pid PID [--conns N] [--warm S] [--time S] [--rate R] [--window W] [--name HOST] [-- COMMAND …]
//
// Puts one kind of load on a SOCKS5 proxy and prints a line of name=value with what it cost the process tree.
#include "bench.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// Connects as soon as somebody listens.
static int connect_patiently(int port, pid_t child) {
  for (int64_t began = now_ns(); now_ns() - began < 60000000000LL; usleep(200)) {
    int fd = connect_to(port);
    if (fd >= 0) return fd;
    if (child > 0 && waitpid(child, NULL, WNOHANG) == child) break;
  }
  fprintf(stderr, "load: nobody listens on port %d\n", port);
  exit(1);
}

static void run_await(const struct options *o, struct servers *s) {
  close(connect_patiently(o->proxy_port, 0));
  sleep(1); // what starts in the background comes to rest
}

// From exec to the reply to the first SOCKS request, then memory after --time seconds.
void run_start(const struct options *o, struct servers *s) {
  int64_t began = now_ns();
  pid_t pid = fork();
  if (pid == 0) {
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execvp(o->command[0], o->command);
    die(o->command[0]);
  }
  int fd = connect_patiently(o->proxy_port, pid);
  close(socks_connect(o->proxy_port, s->echo_port));
  double millis = (now_ns() - began) / 1e6;
  struct cpu cpu;
  read_cpu(pid, &cpu);
  close(fd);
  if (o->seconds > 0) sleep((unsigned)o->seconds);
  printf("operations=1 first_ms=%.1f cpu_s=%.3f pss_mib=%.1f foreign=0\n", millis, cpu.proxy_seconds,
         o->seconds > 0 ? memory_kib(pid) / 1024.0 : 0);
  end_tree(pid);
  waitpid(pid, NULL, 0);
}

static const struct {
  const char *name;
  void (*run)(const struct options *, struct servers *);
} MODES[] = {{"bulk", run_bulk},         {"connect", run_connect},   {"ping", run_ping},   {"idle", run_idle},
             {"udp-echo", run_udp_echo}, {"udp-bulk", run_udp_bulk}, {"start", run_start},
             {"await", run_await}};

static struct options parse(int count, char **words) {
  struct options o = {.conns = 1, .warm_seconds = 1, .seconds = 3, .window = 1};
  o.mode = count > 1 ? words[1] : "";
  for (int i = 2; i + 1 < count; i += 2) {
    const char *name = words[i], *value = words[i + 1];
    if (!strcmp(name, "--")) {
      o.command = words + i + 1;
      break;
    }
    if (!strcmp(name, "--proxy")) o.proxy_port = atoi(value);
    else if (!strcmp(name, "--pid")) o.pid = atoi(value);
    else if (!strcmp(name, "--conns")) o.conns = atoi(value);
    else if (!strcmp(name, "--warm")) o.warm_seconds = atof(value);
    else if (!strcmp(name, "--time")) o.seconds = atof(value);
    else if (!strcmp(name, "--rate")) o.rate = atof(value);
    else if (!strcmp(name, "--window")) o.window = atoi(value);
    else if (!strcmp(name, "--name")) o.name = value;
    else {
      fprintf(stderr, "load: unknown option %s\n", name);
      exit(2);
    }
  }
  return o;
}

int main(int count, char **words) {
  struct options o = parse(count, words);
  struct rlimit most;
  getrlimit(RLIMIT_NOFILE, &most);
  most.rlim_cur = most.rlim_max;
  setrlimit(RLIMIT_NOFILE, &most);
  signal(SIGPIPE, SIG_IGN);
  for (size_t i = 0; i < sizeof MODES / sizeof *MODES; i++) {
    if (strcmp(o.mode, MODES[i].name)) continue;
    static struct servers servers;
    servers_start(&servers);
    MODES[i].run(&o, &servers);
    return 0;
  }
  fprintf(stderr, "load: mode \"%s\" (expected: bulk, connect, ping, idle, udp-echo, udp-bulk, start or await)\n", o.mode);
  return 2;
}
