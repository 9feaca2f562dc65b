package dev.motet.tls.fingerprint;

import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// The fingerprint JA3 of a ClientHello: its numbers in their order, without GREASE.
public final class Ja3 {
  private Ja3() {}

  /// `version,ciphers,extensions,groups,point formats`, numbers in decimal joined by `-`.
  public static String text(ClientHello hello) {
    return String.join(
        ",",
        Integer.toString(hello.version()),
        joined(hello.cipherSuites()),
        joined(hello.extensions().all().stream().map(Extension::type).toList()),
        joined(hello.extensions().groups()),
        joined(hello.extensions().pointFormats()));
  }

  /// The MD5 of the text, in hex.
  public static String hash(ClientHello hello) {
    try {
      byte[] text = text(hello).getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  private static String joined(List<Integer> numbers) {
    return numbers.stream()
        .filter(number -> !Grease.is(number))
        .map(String::valueOf)
        .collect(Collectors.joining("-"));
  }
}
