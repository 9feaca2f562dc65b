package dev.motet.tls.fingerprint;

import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HelloExtensions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The fingerprint JA4 of a ClientHello: unlike [Ja3] the same for every order of the extensions,
/// and readable in part.
public final class Ja4 {
  private static final int HASH_HEX = 12;
  private static final String EMPTY = "000000000000";

  private Ja4() {}

  /// As seen over TCP.
  public static String of(ClientHello hello) {
    return of(hello, 't');
  }

  /// As seen over QUIC.
  public static String ofQuic(ClientHello hello) {
    return of(hello, 'q');
  }

  private static String of(ClientHello hello, char transport) {
    return start(hello, transport) + "_" + suites(hello) + "_" + extensions(hello.extensions());
  }

  // transport, version, whether there is a name (d) or not (i), number of suites and of extensions,
  // first and last character of the first application protocol
  private static String start(ClientHello hello, char transport) {
    HelloExtensions extensions = hello.extensions();
    List<Integer> types = types(extensions);
    return String.format(
        Locale.ROOT,
        "%c%s%c%02d%02d%s",
        transport,
        version(hello),
        extensions.has(ExtensionType.SERVER_NAME) ? 'd' : 'i',
        Math.min(99, withoutGrease(hello.cipherSuites()).count()),
        Math.min(99, types.size()),
        alpn(extensions.alpn()));
  }

  private static String version(ClientHello hello) {
    int newest =
        withoutGrease(hello.extensions().versions())
            .max(Integer::compare)
            .orElseGet(hello::version);
    return switch (newest) {
      case 0x0304 -> "13";
      case 0x0303 -> "12";
      case 0x0302 -> "11";
      case 0x0301 -> "10";
      case 0x0300 -> "s3";
      default -> "00";
    };
  }

  private static String alpn(List<String> protocols) {
    if (protocols.isEmpty() || protocols.getFirst().isEmpty()) {
      return "00";
    }
    String name = protocols.getFirst();
    char first = name.charAt(0);
    char last = name.charAt(name.length() - 1);
    if (isPlain(first) && isPlain(last)) {
      return "" + first + last;
    }
    String hex = HexFormat.of().formatHex(name.getBytes(StandardCharsets.ISO_8859_1));
    return "" + hex.charAt(0) + hex.charAt(hex.length() - 1);
  }

  private static boolean isPlain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static String suites(ClientHello hello) {
    return hash(hex(withoutGrease(hello.cipherSuites()).sorted()));
  }

  // The name and the application protocols do not count: they depend on where the client goes.
  private static String extensions(HelloExtensions extensions) {
    String types =
        hex(
            types(extensions).stream()
                .filter(type -> type != ExtensionType.SERVER_NAME && type != ExtensionType.ALPN)
                .sorted());
    String schemes = hex(withoutGrease(extensions.signatureAlgorithms()));
    return hash(schemes.isEmpty() ? types : types + "_" + schemes);
  }

  private static List<Integer> types(HelloExtensions extensions) {
    return withoutGrease(extensions.all().stream().map(Extension::type).toList()).toList();
  }

  private static Stream<Integer> withoutGrease(List<Integer> numbers) {
    return numbers.stream().filter(number -> !Grease.is(number));
  }

  private static String hex(Stream<Integer> numbers) {
    HexFormat format = HexFormat.of();
    return numbers
        .map(number -> format.toHexDigits(number.shortValue()))
        .collect(Collectors.joining(","));
  }

  private static String hash(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, HASH_HEX);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
