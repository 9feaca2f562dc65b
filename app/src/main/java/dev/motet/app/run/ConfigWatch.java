package dev.motet.app.run;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Calls an action when a file of the configuration changed and then nothing more for a moment:
/// editors write in several steps.
public final class ConfigWatch implements AutoCloseable {
  private static final long QUIET_MILLIS = 200;

  private final WatchService service;
  private final Map<WatchKey, Predicate<String>> watched = new HashMap<>();
  private final Runnable changed;

  /// @param files watched by name, so that replacing one counts
  /// @param directories each `*.json` in them is watched
  public ConfigWatch(List<Path> files, List<Path> directories, Runnable changed)
      throws IOException {
    this.service = FileSystems.getDefault().newWatchService();
    this.changed = changed;
    Map<Path, Set<String>> byFolder = new HashMap<>();
    for (Path file : files) {
      Path folder = file.getParent() == null ? Path.of(".") : file.getParent();
      byFolder.computeIfAbsent(folder, _ -> new HashSet<>()).add(file.getFileName().toString());
    }
    for (Path directory : directories) {
      watch(directory, name -> name.endsWith(".json"));
    }
    for (Map.Entry<Path, Set<String>> entry : byFolder.entrySet()) {
      watch(entry.getKey(), entry.getValue()::contains);
    }
    Thread thread = new Thread(this::run, "motet-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch(Path folder, Predicate<String> names) throws IOException {
    WatchKey key =
        folder.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
    watched.merge(key, names, Predicate::or);
  }

  private void run() {
    try {
      while (true) {
        boolean pending = concerns(service.take());
        while (pending) {
          WatchKey more = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
          if (more == null) {
            changed.run();
            pending = false;
          } else {
            var _ = concerns(more);
          }
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException _) {
      // The end.
    }
  }

  private boolean concerns(WatchKey key) {
    boolean concerns = false;
    Predicate<String> names = watched.getOrDefault(key, _ -> false);
    for (WatchEvent<?> event : key.pollEvents()) {
      concerns |=
          event.kind().equals(StandardWatchEventKinds.OVERFLOW)
              || names.test(String.valueOf(event.context()));
    }
    key.reset();
    return concerns;
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException _) {
      // Nothing is watched any more either way.
    }
  }
}
