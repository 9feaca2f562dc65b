// What a tree of processes costs: CPU, memory, descriptors, all read from /proc.
#include "bench.h"

#include <ctype.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MOST_PROCESSES = 8192 };

struct process {
  pid_t pid, parent;
  int64_t ticks; // user + system, its own threads and the children it has waited for
  bool member;
};

static bool read_process(pid_t pid, struct process *into) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *file = fopen(path, "r");
  if (!file) return false;
  bool ok = fgets(line, sizeof line, file) != NULL;
  fclose(file);
  char *after_name = ok ? strrchr(line, ')') : NULL;
  if (!after_name) return false;
  int parent;
  long user, system, children_user, children_system;
  // state ppid, then 9 fields of no use here, then the four times
  if (sscanf(after_name + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld %ld %ld", &parent, &user, &system,
             &children_user, &children_system) != 5)
    return false;
  *into = (struct process){pid, parent, user + system + children_user + children_system, false};
  return true;
}

// Calls `visit` for the root and everything below it.
static void each_process(pid_t root, void (*visit)(const struct process *, void *), void *context) {
  static struct process all[MOST_PROCESSES];
  int count = 0;
  DIR *proc = opendir("/proc");
  for (struct dirent *entry; (entry = readdir(proc)) && count < MOST_PROCESSES;) {
    if (isdigit((unsigned char)entry->d_name[0]) && read_process(atoi(entry->d_name), &all[count])) {
      all[count].member = all[count].pid == root;
      count++;
    }
  }
  closedir(proc);
  for (bool grew = true; grew;) {
    grew = false;
    for (int i = 0; i < count; i++)
      for (int j = 0; j < count && !all[i].member; j++)
        if (all[j].member && all[i].parent == all[j].pid) all[i].member = grew = true;
  }
  for (int i = 0; i < count; i++)
    if (all[i].member) visit(&all[i], context);
}

static void add_ticks(const struct process *p, void *sum) { *(int64_t *)sum += p->ticks; }

static double busy_ticks_of_machine(void) {
  long user, nice, system, idle, wait, irq, softirq, steal;
  FILE *file = fopen("/proc/stat", "r");
  if (!file || fscanf(file, "cpu %ld %ld %ld %ld %ld %ld %ld %ld", &user, &nice, &system, &idle, &wait, &irq, &softirq,
                      &steal) != 8)
    die("/proc/stat");
  fclose(file);
  return user + nice + system + irq + softirq + steal;
}

void read_cpu(pid_t root, struct cpu *at) {
  double tick = sysconf(_SC_CLK_TCK);
  int64_t ticks = 0;
  struct rusage own;
  each_process(root, add_ticks, &ticks);
  getrusage(RUSAGE_SELF, &own);
  at->proxy_seconds = ticks / tick;
  at->own_seconds = own.ru_utime.tv_sec + own.ru_stime.tv_sec + (own.ru_utime.tv_usec + own.ru_stime.tv_usec) / 1e6;
  at->machine_seconds = busy_ticks_of_machine() / tick;
  at->wall_ns = now_ns();
}

static void add_memory(const struct process *p, void *context) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/smaps_rollup", p->pid);
  FILE *file = fopen(path, "r");
  if (!file) return;
  long kib;
  while (fgets(line, sizeof line, file))
    if (sscanf(line, "Pss: %ld kB", &kib) == 1) *(int64_t *)context += kib;
  fclose(file);
}

int64_t memory_kib(pid_t root) {
  int64_t sum = 0;
  each_process(root, add_memory, &sum);
  return sum;
}

static void add_descriptors(const struct process *p, void *context) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/fd", p->pid);
  DIR *directory = opendir(path);
  if (!directory) return;
  for (struct dirent *entry; (entry = readdir(directory));)
    if (entry->d_name[0] != '.') ++*(int *)context;
  closedir(directory);
}

int descriptors(pid_t root) {
  int sum = 0;
  each_process(root, add_descriptors, &sum);
  return sum;
}

static void kill_process(const struct process *p, void *signal) { kill(p->pid, *(int *)signal); }

void end_tree(pid_t root) {
  int signal = SIGKILL;
  each_process(root, kill_process, &signal);
}
