package dev.motet.app.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Gives files that `sudo motet` created to the user behind it (inventory EV-3).
public final class Ownership {
  private Ownership() {}

  public static void handOver(Path file) throws IOException {
    handOver(file, System.getenv());
  }

  static void handOver(Path file, Map<String, String> environment) throws IOException {
    String uid = environment.getOrDefault("SUDO_UID", "");
    String gid = environment.getOrDefault("SUDO_GID", "");
    if (uid.matches("\\d{1,9}") && gid.matches("\\d{1,9}")) {
      Files.setAttribute(file, "unix:uid", Integer.parseInt(uid));
      Files.setAttribute(file, "unix:gid", Integer.parseInt(gid));
    }
  }
}
