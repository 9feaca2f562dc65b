package dev.motet.tls.cert;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Blocks of text that hold bytes (RFC 7468), read as Go reads them: what stands around blocks
/// means nothing, and so do blocks that are damaged.
public final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int LINE_CHARACTERS = 64;

  private Pem() {}

  /// @param type as `CERTIFICATE`
  /// @param bytes not to be changed
  /// @param end where the text goes on behind the block
  public record Block(String type, byte[] bytes, int end) {
    /// Never shows the bytes.
    @Override
    public String toString() {
      return "Block[" + type + "]";
    }
  }

  /// All blocks, in their order.
  public static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    for (Block block = next(text, 0); block != null; block = next(text, block.end)) {
      blocks.add(block);
    }
    return List.copyOf(blocks);
  }

  /// The first block from `from` on; null when there is none.
  public static @Nullable Block next(String text, int from) {
    int at = from;
    while (true) {
      at = text.indexOf(BEGIN, at);
      if (at < 0) {
        return null;
      }
      if (at == 0 || text.charAt(at - 1) == '\n') {
        Block block = read(text, at);
        if (block != null) {
          return block;
        }
      }
      at += BEGIN.length();
    }
  }

  /// Lines of 64 characters, the last one ends too.
  public static String write(String type, byte[] bytes) {
    Base64.Encoder lines =
        Base64.getMimeEncoder(LINE_CHARACTERS, "\n".getBytes(StandardCharsets.US_ASCII));
    return BEGIN
        + type
        + DASHES
        + "\n"
        + lines.encodeToString(bytes)
        + "\n"
        + END
        + type
        + DASHES
        + "\n";
  }

  // BEGIN line, headers ("name: value") and an empty line, base64, END line of the same type
  private static @Nullable Block read(String text, int begin) {
    int headEnd = lineEnd(text, begin);
    String head = text.substring(begin, headEnd).stripTrailing();
    if (!head.endsWith(DASHES) || head.length() < BEGIN.length() + DASHES.length()) {
      return null;
    }
    String type = head.substring(BEGIN.length(), head.length() - DASHES.length());
    String endLine = END + type + DASHES;
    int end = text.indexOf(END, headEnd);
    if (end < 0 || !text.startsWith(endLine, end)) {
      return null;
    }
    int after = lineEnd(text, end);
    if (!text.substring(end + endLine.length(), after).isBlank()) {
      return null;
    }
    byte[] bytes = decode(body(text.substring(headEnd, end)));
    return bytes == null ? null : new Block(type, bytes, after);
  }

  /// What stands behind the headers.
  private static String body(String lines) {
    String rest = lines;
    while (true) {
      int end = lineEnd(rest, 0);
      if (rest.substring(0, end).indexOf(':') < 0) {
        return rest;
      }
      rest = rest.substring(end);
    }
  }

  private static byte @Nullable [] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// Behind the line feed, or the end of the text.
  private static int lineEnd(String text, int from) {
    int feed = text.indexOf('\n', from);
    return feed < 0 ? text.length() : feed + 1;
  }
}
