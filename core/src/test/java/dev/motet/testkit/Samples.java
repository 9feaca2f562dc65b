package dev.motet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// What real programs sent, in hex: one line for a stream, one for each datagram.
public final class Samples {
  private Samples() {}

  /// The first line of `sniff/NAME.hex`.
  public static byte[] stream(String name) {
    return packets(name).getFirst();
  }

  /// The lines of `sniff/NAME.hex`.
  public static List<byte[]> packets(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/sniff/" + name + ".hex")) {
      if (in == null) {
        throw new AssertionError("no sample " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(HexFormat.of()::parseHex)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
