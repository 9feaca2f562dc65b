package dev.motet.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `motet run --watch` where the files of the configuration are reached through symbolic links.
@EnabledOnOs({OS.LINUX, OS.MAC})
class WatchProcessTest {
  @TempDir Path folder;

  private static void write(Path file, String tag) throws IOException {
    Files.writeString(
        file,
        """
        {
          "log": {"level": "info"},
          "inbounds": [{"type": "mixed", "tag": "%s", "listen": "127.0.0.1", "listen_port": 0}]
        }
        """
            .formatted(tag));
  }

  /// As a volume of Kubernetes does it: the files in a folder of their own, `..data` a link to it
  /// that is swapped, the names that everybody knows links through it. The old folder goes away.
  private void publish(String tag) throws IOException {
    Path version = Files.createDirectory(folder.resolve("..version_" + tag));
    write(version.resolve("config.json"), tag);
    Path data = folder.resolve("..data");
    Path before = Files.exists(data) ? Files.readSymbolicLink(data) : null;
    Path fresh = Files.createSymbolicLink(folder.resolve("..data_tmp"), version.getFileName());
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path known = folder.resolve("config.json");
    if (!Files.isSymbolicLink(known)) {
      Files.createSymbolicLink(known, Path.of("..data", "config.json"));
    }
    if (before != null) {
      Files.delete(folder.resolve(before).resolve("config.json"));
      Files.delete(folder.resolve(before));
    }
  }

  private void survivesSwaps(String... args) throws Exception {
    publish("one");
    try (MotetProcess motet = MotetProcess.start(folder, Map.of(), args)) {
      motet.await("inbound/mixed[one]");
      motet.await("motet started");
      for (String tag : new String[] {"two", "three"}) {
        publish(tag);
        motet.await("inbound/mixed[" + tag + "]");
        motet.await("motet reloaded");
      }
    }
  }

  @Test
  void aSwappedFolderOfAFileIsReadAgain() throws Exception {
    survivesSwaps("run", "--disable-color", "--watch", "-c", folder + "/config.json");
  }

  @Test
  void aSwappedFolderOfTheDefaultFileIsReadAgain() throws Exception {
    survivesSwaps("run", "--disable-color", "--watch");
  }

  @Test
  void aSwappedFolderOfAConfigurationFolderIsReadAgain() throws Exception {
    survivesSwaps("run", "--disable-color", "--watch", "-C", folder.toString());
  }

  @Test
  void aLinkAboveAConfigurationFolderIsFollowed() throws Exception {
    for (String release : new String[] {"a", "b"}) {
      Path conf = Files.createDirectories(folder.resolve(release).resolve("conf"));
      write(conf.resolve("config.json"), release);
    }
    Path current = Files.createSymbolicLink(folder.resolve("current"), Path.of("a"));
    try (MotetProcess motet =
        MotetProcess.start(
            folder, Map.of(), "run", "--disable-color", "--watch", "-C", "current/conf")) {
      motet.await("inbound/mixed[a]");
      motet.await("motet started");
      Path fresh = Files.createSymbolicLink(folder.resolve("fresh"), Path.of("b"));
      Files.move(fresh, current, StandardCopyOption.ATOMIC_MOVE);
      motet.await("inbound/mixed[b]");
      motet.await("motet reloaded");
      write(folder.resolve("b").resolve("conf").resolve("config.json"), "c");
      motet.await("inbound/mixed[c]");
      motet.await("motet reloaded");
    }
  }
}
