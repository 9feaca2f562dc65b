package dev.motet.api.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where control sockets are when no configuration says so: a folder that belongs to the user, in
/// it a socket named after each process.
public final class ControlPaths {
  private static final String SUFFIX = ".sock";
  private static final Pattern OF_PROCESS = Pattern.compile("[/\\\\]\\d+\\.sock$");

  private ControlPaths() {}

  /// The first that there is of `RUNTIME_DIRECTORY` (systemd), `XDG_RUNTIME_DIR/motet`,
  /// `/run/motet` for root, else a folder of the user's below the temporary one.
  public static Path folder(Map<String, String> environment) {
    String service = environment.getOrDefault("RUNTIME_DIRECTORY", "");
    if (!service.isEmpty()) {
      return Path.of(service.split(":", 2)[0]);
    }
    String session = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!session.isEmpty()) {
      return Path.of(session, "motet");
    }
    String user = System.getProperty("user.name", "");
    return user.equals("root") && Files.isDirectory(Path.of("/run"))
        ? Path.of("/run/motet")
        : Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "motet-" + user);
  }

  /// The socket of this process; the folder is there afterwards, open to its user only, and without
  /// the sockets of processes that were killed.
  ///
  /// @throws IOException when the folder cannot be made, or is somebody else's
  public static Path own(Map<String, String> environment) throws IOException {
    Path folder = folder(environment);
    if (!Files.exists(folder)) {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    String me = System.getProperty("user.name", "");
    String owner = Files.getOwner(folder).getName();
    if (!owner.equals(me)) {
      throw new IOException(folder + " belongs to " + owner + " (expected: " + me + ")");
    }
    sweep(folder);
    return folder.resolve(ProcessHandle.current().pid() + SUFFIX);
  }

  private static void sweep(Path folder) throws IOException {
    for (Path socket : sockets(folder)) {
      if (OF_PROCESS.matcher(socket.toString()).find() && ControlClient.isLeftBehind(socket)) {
        Files.deleteIfExists(socket);
      }
    }
  }

  /// The sockets in the folder, also those that a process has left behind.
  public static List<Path> known(Map<String, String> environment) throws IOException {
    Path folder = folder(environment);
    return Files.isDirectory(folder) ? sockets(folder) : List.of();
  }

  private static List<Path> sockets(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }
}
