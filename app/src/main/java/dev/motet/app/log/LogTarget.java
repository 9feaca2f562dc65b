package dev.motet.app.log;

import dev.motet.app.file.Ownership;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Where lines go, and how to get there again.
///
/// @param stream open
/// @param opener opens it again; null for a stream of the process, which is never closed
record LogTarget(OutputStream stream, @Nullable Opener opener) {
  /// Makes a stream.
  interface Opener {
    OutputStream open() throws IOException;
  }

  static LogTarget stderr() {
    return always(new FileOutputStream(FileDescriptor.err));
  }

  static LogTarget always(OutputStream stream) {
    return new LogTarget(stream, null);
  }

  static boolean isFile(String output) {
    return !output.equals("stderr") && !output.equals("stdout");
  }

  /// @param output `stderr`, `stdout` or a file to append to
  static LogTarget of(String output) throws IOException {
    return switch (output) {
      case "stderr" -> stderr();
      case "stdout" -> always(new FileOutputStream(FileDescriptor.out));
      default -> {
        Opener opener = () -> append(Path.of(output));
        yield new LogTarget(opener.open(), opener);
      }
    };
  }

  private static OutputStream append(Path file) throws IOException {
    boolean created = !Files.exists(file);
    try {
      OutputStream stream =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (created) {
        Ownership.handOver(file);
      }
      return stream;
    } catch (NoSuchFileException e) {
      throw new IOException("open log file " + file + ": no such folder", e);
    } catch (AccessDeniedException e) {
      throw new IOException("open log file " + file + ": permission denied", e);
    } catch (IOException e) {
      throw new IOException("open log file " + file + ": " + e.getMessage(), e);
    }
  }
}
