package dev.motet.tls;

import dev.motet.tls.handshake.KeyLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.function.Consumer;

/// Appends secrets to a file that other programs open captured connections with, one line each:
/// label, client random, secret. Whoever reads the file reads the connections; only its owner may.
/// Thread-safe.
public final class KeyLogFile implements KeyLog, AutoCloseable {
  private final OutputStream out;
  private final Consumer<IOException> onFailure;

  /// Guarded by this.
  private boolean failed;

  /// @param onFailure told once, by the thread that shakes hands, when a line could not be written;
  ///   connections go on without a log
  public KeyLogFile(Path file, Consumer<IOException> onFailure) throws IOException {
    create(file);
    this.out = Files.newOutputStream(file, StandardOpenOption.APPEND);
    this.onFailure = onFailure;
  }

  private static void create(Path file) throws IOException {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException _) {
      // lines are added to those that are there
    }
  }

  @Override
  public void write(String label, byte[] clientRandom, byte[] secret) {
    HexFormat hex = HexFormat.of();
    String line = label + " " + hex.formatHex(clientRandom) + " " + hex.formatHex(secret) + "\n";
    IOException failure = append(line.getBytes(StandardCharsets.US_ASCII));
    if (failure != null) {
      onFailure.accept(failure);
    }
  }

  private synchronized @org.jspecify.annotations.Nullable IOException append(byte[] line) {
    if (failed) {
      return null;
    }
    try {
      out.write(line);
      return null;
    } catch (IOException e) {
      failed = true;
      return e;
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
