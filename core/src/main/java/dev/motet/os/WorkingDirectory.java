package dev.motet.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/// The working directory of the process, which `java.nio.file` resolves relative paths against.
public final class WorkingDirectory {
  private WorkingDirectory() {}

  /// Moves there. `Path.toAbsolutePath` and the property `user.dir` keep the old one.
  ///
  /// @throws IOException also where the system's calls are not known
  public static void change(Path directory) throws IOException {
    if (!Platform.isKnownLinux()) {
      if (Files.isSameFile(directory, Path.of(""))) {
        return;
      }
      throw new IOException(
          "the working directory cannot change on this system: start in " + directory);
    }
    try (Arena arena = Arena.ofConfined()) {
      long path = arena.allocateFrom(directory.toString()).address();
      long result = Kernel.call(Call.CHDIR, path, 0);
      if (result < 0) {
        throw Errno.exception("change to directory " + directory, result);
      }
    }
  }
}
