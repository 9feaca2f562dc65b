package dev.motet.testkit;

import dev.motet.tls.fingerprint.DrawnHello;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.fingerprint.HelloValues;
import dev.motet.tls.fingerprint.Hellos;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.KeyShare;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hellos of shapes with values that mean nothing: keys of the right length, a fixed random.
public final class HelloSamples {
  private HelloSamples() {}

  /// A source that repeats itself.
  public static SecureRandom random(long seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] message(HelloShape shape, long seed) {
    return message(shape, seed, "example.org");
  }

  public static byte[] message(HelloShape shape, long seed, @Nullable String serverName) {
    DrawnHello drawn = Hellos.draw(shape, random(seed));
    return drawn.write(values(drawn, serverName));
  }

  public static HelloValues values(DrawnHello drawn, @Nullable String serverName) {
    return new HelloValues(
        bytes(32, 0x11),
        bytes(32, 0x22),
        serverName,
        null,
        drawn.shareGroups().stream().map(HelloSamples::share).toList(),
        null,
        null,
        List.of(),
        null);
  }

  /// The same for a second hello.
  public static HelloValues retry(HelloValues values, int group, byte @Nullable [] cookie) {
    return new HelloValues(
        values.random(),
        values.sessionId(),
        values.serverName(),
        values.alpn(),
        List.of(share(group)),
        cookie,
        values.ech(),
        values.extra(),
        values.preSharedKey());
  }

  public static HelloValues with(
      HelloValues values,
      @Nullable List<String> alpn,
      byte @Nullable [] ech,
      List<Extension> extra,
      byte @Nullable [] preSharedKey) {
    return new HelloValues(
        values.random(),
        values.sessionId(),
        values.serverName(),
        alpn,
        values.shares(),
        values.cookie(),
        ech,
        extra,
        preSharedKey);
  }

  public static KeyShare share(int group) {
    int length =
        switch (group) {
          case 0x11ec -> 1216;
          case 0x001d -> 32;
          case 0x0017 -> 65;
          case 0x0018 -> 97;
          case 0x0019 -> 133;
          default -> throw new IllegalArgumentException("group " + group);
        };
    return new KeyShare(group, bytes(length, 0x33));
  }

  public static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
