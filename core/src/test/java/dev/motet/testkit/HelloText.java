package dev.motet.testkit;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.fingerprint.Grease;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The fields of a ClientHello as text, in the manner of the tables that fingerprints are published
/// in: what is drawn for each connection left out, GREASE as `G`. Numbers of suites, groups,
/// schemes and versions in hex, of extensions in decimal.
public final class HelloText {
  private HelloText() {}

  /// Reads a message with its header of 4 bytes.
  public static ClientHello read(byte[] message) throws ProtocolException {
    ByteReader in = new ByteReader(message);
    ClientHello hello = ClientHelloReader.readMessage(in);
    in.end();
    return hello;
  }

  public static String suites(ClientHello hello) {
    return hex(hello.cipherSuites());
  }

  /// Types in their order.
  public static String order(ClientHello hello) {
    return hello.extensions().all().stream().map(HelloText::type).collect(Collectors.joining(" "));
  }

  /// Groups with the bytes of their keys.
  public static String shares(ClientHello hello) {
    return hello.extensions().keyShares().stream()
        .map(share -> hex(share.group()) + "(" + share.key().length + ")")
        .collect(Collectors.joining(" "));
  }

  public static String hex(List<Integer> numbers) {
    return numbers.stream().map(HelloText::hex).collect(Collectors.joining(" "));
  }

  private static String hex(int number) {
    return Grease.is(number) ? "G" : HexFormat.of().toHexDigits((short) number);
  }

  private static String type(Extension extension) {
    return Grease.is(extension.type()) ? "G" : Integer.toString(extension.type());
  }

  /// What differs, one line a field; empty when both may come from the same program.
  ///
  /// @param shuffled the order of extensions, but for GREASE and padding, is drawn
  public static List<String> differences(
      ClientHello expected, ClientHello actual, boolean shuffled) {
    Map<String, String> wanted = fields(expected, shuffled);
    Map<String, String> found = fields(actual, shuffled);
    Set<String> names = new LinkedHashSet<>(wanted.keySet());
    names.addAll(found.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      String one = wanted.getOrDefault(name, "absent");
      String other = found.getOrDefault(name, "absent");
      if (!one.equals(other)) {
        lines.add(name + ": " + one + " | " + other);
      }
    }
    return lines;
  }

  private static Map<String, String> fields(ClientHello hello, boolean shuffled) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("version", hex(hello.version()));
    fields.put("session id", hello.sessionId().length + " bytes");
    fields.put("suites", suites(hello));
    fields.put("compression", hello.compressionMethods().toString());
    List<String> order = new ArrayList<>();
    boolean withEch = hello.extensions().has(ExtensionType.ENCRYPTED_CLIENT_HELLO);
    int grease = 0;
    for (Extension extension : hello.extensions().all()) {
      String type = type(extension);
      if (type.equals("G")) {
        type = ++grease == 1 ? "first GREASE" : "last GREASE";
      }
      // Whether padding is needed depends on the length of ECH, which is drawn.
      if (extension.type() != ExtensionType.PADDING || !withEch) {
        order.add(type);
        fields.put("extension " + type, body(hello, extension));
      }
    }
    fields.put("order", shuffled ? sorted(order) : String.join(" ", order));
    return fields;
  }

  // GREASE stands first and last: it does not move.
  private static String sorted(List<String> order) {
    List<String> middle = order.stream().filter(type -> !type.endsWith("GREASE")).sorted().toList();
    return order.getFirst() + " [" + String.join(" ", middle) + "] " + order.getLast();
  }

  private static String body(ClientHello hello, Extension extension) {
    return switch (extension.type()) {
      case ExtensionType.SUPPORTED_GROUPS -> hex(hello.extensions().groups());
      case ExtensionType.SIGNATURE_ALGORITHMS -> hex(hello.extensions().signatureAlgorithms());
      case ExtensionType.SUPPORTED_VERSIONS -> hex(hello.extensions().versions());
      case ExtensionType.KEY_SHARE -> shares(hello) + greaseShare(hello);
      case ExtensionType.PADDING -> "zeros";
      case ExtensionType.ENCRYPTED_CLIENT_HELLO -> ech(extension.body());
      default -> HexFormat.of().formatHex(extension.body());
    };
  }

  private static String greaseShare(ClientHello hello) {
    return hello.extensions().keyShares().stream()
        .filter(share -> Grease.is(share.group()))
        .map(KeyShare::key)
        .map(HexFormat.of()::formatHex)
        .collect(Collectors.joining());
  }

  // Chrome draws 144, 176, 208 or 240 bytes.
  private static String ech(byte[] body) {
    try {
      ByteReader in = new ByteReader(body);
      int type = in.u8();
      int kdf = in.u16();
      in.skip(3); // AEAD, config id
      int enc = in.u16();
      in.skip(enc);
      int payload = in.u16();
      in.skip(payload);
      in.end();
      boolean drawn = payload % 32 == 16 && payload >= 144 && payload <= 240;
      return type + " " + kdf + " enc " + enc + " payload " + (drawn ? "144 to 240" : payload);
    } catch (ProtocolException e) {
      return "malformed: " + e.getMessage();
    }
  }
}
