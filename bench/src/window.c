// The counted part of a run: starts after the warm-up, ends by the clock, reports one line.
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void window_start(struct window *w, const struct options *o) {
  memset(w, 0, sizeof *w);
  w->options = o;
  w->warm_until = now_ns() + (int64_t)(o->warm_seconds * 1e9);
}

bool window_open(struct window *w, int64_t now) {
  if (!w->counting && now >= w->warm_until) {
    w->counting = true;
    w->operations = w->bytes = w->lost = 0;
    w->samples = 0;
    read_cpu(w->options->pid, &w->first);
    w->until = w->first.wall_ns + (int64_t)(w->options->seconds * 1e9);
  } else if (w->counting && !w->done && now >= w->until) {
    w->done = true;
    read_cpu(w->options->pid, &w->last);
  }
  return !w->done;
}

void window_latency(struct window *w, int64_t nanos) {
  if (!w->counting) return;
  if (w->samples == w->room) {
    w->room = w->room ? 2 * w->room : 65536;
    w->latencies = realloc(w->latencies, w->room * sizeof *w->latencies);
    if (!w->latencies) die("memory for latencies");
  }
  w->latencies[w->samples++] = nanos / 100;
}

static int compare(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static double percentile(const struct window *w, double share) {
  return w->latencies[(size_t)(share * (w->samples - 1))] / 10.0;
}

void window_report(struct window *w) {
  double wall = (w->last.wall_ns - w->first.wall_ns) / 1e9;
  double proxy = w->last.proxy_seconds - w->first.proxy_seconds;
  double own = w->last.own_seconds - w->first.own_seconds;
  double machine = w->last.machine_seconds - w->first.machine_seconds;
  double foreign = (machine - proxy - own) / (wall * sysconf(_SC_NPROCESSORS_ONLN));
  printf("operations=%lld bytes=%lld lost=%lld cpu_s=%.3f wall_s=%.3f foreign=%.3f", (long long)w->operations,
         (long long)w->bytes, (long long)w->lost, proxy, wall, foreign < 0 ? 0 : foreign);
  if (w->samples > 0) {
    qsort(w->latencies, w->samples, sizeof *w->latencies, compare);
    printf(" p50_us=%.1f p99_us=%.1f", percentile(w, 0.50), percentile(w, 0.99));
  }
  printf("\n");
}
