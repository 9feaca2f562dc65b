package dev.motet.app.run;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Calls an action when a file of the configuration changed and then nothing more for a moment:
/// editors write in several steps. A symbolic link on the way to a file that leads elsewhere counts
/// as a change of it, such as that of a whole folder which is swapped at once.
public final class ConfigWatch implements AutoCloseable {
  private static final long QUIET_MILLIS = 200;

  private final WatchService service;
  private final List<Path> files;
  private final List<Path> directories;
  private final Runnable changed;

  /// Of the watching thread, once it runs.
  private Map<WatchKey, Predicate<String>> watched = Map.of();

  /// @param files watched by name, so that replacing one counts
  /// @param directories each `*.json` in them is watched
  public ConfigWatch(List<Path> files, List<Path> directories, Runnable changed)
      throws IOException {
    this.service = FileSystems.getDefault().newWatchService();
    this.files = files;
    this.directories = directories;
    this.changed = changed;
    watch();
    Thread thread = new Thread(this::run, "motet-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /// Watches what decides at the moment which files are read.
  private void watch() throws IOException {
    Map<Path, Set<String>> names = new TreeMap<>();
    for (Path file : files) {
      PathLinks.addTo(names, file);
    }
    Map<WatchKey, Predicate<String>> now = new HashMap<>();
    for (Path directory : directories) {
      PathLinks.addTo(names, directory);
      if (Files.isDirectory(directory)) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.json")) {
          for (Path entry : entries) {
            PathLinks.addTo(names, entry);
          }
        }
      }
      watch(now, directory, name -> name.endsWith(".json"));
    }
    for (Map.Entry<Path, Set<String>> entry : names.entrySet()) {
      watch(now, entry.getKey(), entry.getValue()::contains);
    }
    watched.keySet().stream().filter(key -> !now.containsKey(key)).forEach(WatchKey::cancel);
    watched = now;
  }

  private void watch(Map<WatchKey, Predicate<String>> into, Path folder, Predicate<String> names)
      throws IOException {
    try {
      WatchKey key =
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      into.merge(key, names, Predicate::or);
    } catch (NoSuchFileException | NotDirectoryException _) {
      // A link leads nowhere; who puts that right changes a link, which is watched.
    }
  }

  private void run() {
    try {
      while (true) {
        boolean pending = concerns(service.take());
        while (pending) {
          WatchKey more = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
          if (more == null) {
            followLinks();
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

  /// Before the files are read, so that no later change is missed.
  private void followLinks() {
    try {
      watch();
    } catch (IOException _) {
      // Something is missing: the reload says what, and what was watched remains so.
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
