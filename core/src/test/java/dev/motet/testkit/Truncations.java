package dev.motet.testkit;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.Arrays;

/// Feeds every strict prefix of a valid message to a parser, which must refuse each.
public final class Truncations {
  private Truncations() {}

  /// Parses a whole message.
  public interface Parser {
    void parse(byte[] bytes) throws IOException;
  }

  /// The valid message parses; every prefix of it (the empty one included) throws an [IOException].
  public static void rejectsEvery(byte[] valid, Parser parser) throws IOException {
    parser.parse(valid.clone());
    for (int length = 0; length < valid.length; length++) {
      try {
        parser.parse(Arrays.copyOf(valid, length));
      } catch (IOException expected) {
        continue;
      }
      fail("accepted the first %d of %d bytes", length, valid.length);
    }
  }
}
