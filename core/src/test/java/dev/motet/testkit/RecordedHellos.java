package dev.motet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// ClientHellos of real programs, recorded over loopback: a message a line, in hex.
public final class RecordedHellos {
  private RecordedHellos() {}

  /// The lines of `tls/hello/NAME.hex`.
  public static List<byte[]> all(String name) {
    try (InputStream in = RecordedHellos.class.getResourceAsStream("/tls/hello/" + name + ".hex")) {
      if (in == null) {
        throw new AssertionError("no recorded hello " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(HexFormat.of()::parseHex)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first line.
  public static byte[] first(String name) {
    return all(name).getFirst();
  }
}
