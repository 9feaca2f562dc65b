package dev.motet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/// Texts that look a little like certificates, and what real compressors made of them
/// (`compressed/NAME.hex`: `zstd` 1.5 at the level in the name, `stream` through a pipe with a
/// checksum, Node's brotli).
public final class Compressible {
  private static final String[] WORDS = {
    "certificate",
    "example",
    "motet",
    "a",
    "DigiCert",
    "the",
    "Let's Encrypt",
    "R3",
    "X1",
    "O=",
    "CN=",
    "http://",
    "ocsp.",
    "\u0001\u0002",
    "0\u0082"
  };

  private Compressible() {}

  /// Words from a seed.
  public static byte[] words(long seed, int bytes) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < bytes) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
      text.append((char) (random.nextInt(4) == 0 ? random.nextInt(128) : ' '));
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.ISO_8859_1), bytes);
  }

  /// Bytes without a pattern, from a seed.
  public static byte[] noise(long seed, int bytes) {
    byte[] noise = new byte[bytes];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  /// A third of it without a pattern.
  public static byte[] mixed(long seed, int bytes) {
    byte[] mixed = words(seed, bytes);
    byte[] noise = noise(seed, bytes);
    for (int i = 0; i < bytes; i++) {
      if ((i / 64) % 3 == 0) {
        mixed[i] = noise[i];
      }
    }
    return mixed;
  }

  /// What a real compressor made.
  public static byte[] sample(String name) {
    try (InputStream in = Compressible.class.getResourceAsStream("/compressed/" + name + ".hex")) {
      if (in == null) {
        throw new AssertionError("no sample " + name);
      }
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return HexFormat.of().parseHex(hex);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
