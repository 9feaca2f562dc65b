package dev.motet.tls.fingerprint;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.NamedGroup;
import dev.motet.tls.message.ProtocolVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the hellos of one connection.
///
/// @param order the extensions of the shape, shuffled where it is
/// @param ech at most one
record ShapedHello(
    HelloShape shape, GreaseValues grease, List<ShapeExtension> order, List<EchGreaseBody> ech)
    implements DrawnHello {
  private static final int CLIENT_HELLO = 1;
  private static final int HEADER_BYTES = 4;

  // version (2), random (32), lengths of session id (1), suites (2), methods (1), extensions (2),
  // and one method
  private static final int FIXED_BYTES = 2 + 32 + 1 + 2 + 1 + 1 + 2;

  /// A middlebox took records of 256 to 511 bytes for SSL 2 (RFC 7685 1).
  private static final int PAD_FROM = 256;

  private static final int PAD_TO = 512;

  @Override
  public List<Integer> shareGroups() {
    return shape.shareGroups();
  }

  @Override
  public boolean oneX25519() {
    return shareGroups().contains(NamedGroup.X25519MLKEM768)
        && order.stream()
            .anyMatch(extension ->
                extension instanceof ShapeExtension.Shares shares && shares.oneX25519());
  }

  @Override
  public byte[] write(HelloValues values) {
    List<Extension> extensions = extensions(values);
    pad(values, extensions);
    int bodyBytes = bodyBytes(values, extensions);
    Buffer message = new Buffer(new byte[HEADER_BYTES + bodyBytes], 0, 0);
    ByteWriter out = new ByteWriter(message).u8(CLIENT_HELLO).u24(bodyBytes);
    // RFC 8446 4.1.2: legacy_version is that of TLS 1.2, "no compression" the one method
    out.u16(ProtocolVersion.TLS_1_2).bytes(values.random());
    out.u8(values.sessionId().length).bytes(values.sessionId());
    out.u16(2 * shape.suites().size());
    GreaseValues.fill(shape.suites(), grease.suite()).forEach(out::u16);
    out.u8(1).u8(0);
    out.u16(bytes(extensions));
    for (Extension extension : extensions) {
      out.u16(extension.type()).u16(extension.body().length).bytes(extension.body());
    }
    return message.array;
  }

  private List<Extension> extensions(HelloValues values) {
    Map<Integer, byte[]> given = given(values);
    List<Extension> written = new ArrayList<>(order.size() + given.size());
    int end = order.size();
    while (end > 0 && isTail(order.get(end - 1))) {
      end--;
    }
    boolean first = true;
    for (ShapeExtension extension : order.subList(0, end)) {
      byte[] body = given.remove(extension.type());
      if (body == null) {
        body = body(extension, values);
      }
      int type = extension.type();
      if (type == Grease.PLACEHOLDER) {
        type = first ? grease.firstExtension() : grease.lastExtension();
        first = false;
      }
      if (body != null) {
        written.add(new Extension(type, body));
      }
    }
    given.forEach((type, body) -> written.add(new Extension(type, body)));
    if (end < order.size() && order.get(end) instanceof ShapeExtension.Padding) {
      written.add(new Extension(ExtensionType.PADDING, new byte[0]));
    }
    // RFC 8446 4.2.11: it is the last one
    if (values.preSharedKey() != null) {
      written.add(new Extension(ExtensionType.PRE_SHARED_KEY, values.preSharedKey()));
    }
    return written;
  }

  private static boolean isTail(ShapeExtension extension) {
    return extension instanceof ShapeExtension.Padding
        || extension instanceof ShapeExtension.PreSharedKey;
  }

  private static Map<Integer, byte[]> given(HelloValues values) {
    Map<Integer, byte[]> given = new LinkedHashMap<>();
    if (values.cookie() != null) {
      given.put(ExtensionType.COOKIE, ExtensionBodies.cookie(values.cookie()));
    }
    if (values.ech() != null) {
      given.put(ExtensionType.ENCRYPTED_CLIENT_HELLO, values.ech());
    }
    for (Extension extra : values.extra()) {
      given.put(extra.type(), extra.body());
    }
    return given;
  }

  private byte @Nullable [] body(ShapeExtension extension, HelloValues values) {
    return switch (extension) {
      case ShapeExtension.Fixed(_, byte[] body) -> body;
      case ShapeExtension.GreaseSlot(byte[] body) -> body;
      case ShapeExtension.ServerName() -> serverName(values.serverName());
      case ShapeExtension.Groups(List<Integer> groups) ->
          ExtensionBodies.numbers(GreaseValues.fill(groups, grease.group()));
      case ShapeExtension.Shares(List<Integer> groups, _) ->
          ExtensionBodies.shares(shares(groups, values.shares()));
      case ShapeExtension.Versions(List<Integer> versions) ->
          ExtensionBodies.shortNumbers(GreaseValues.fill(versions, grease.version()));
      case ShapeExtension.SignatureSchemes(List<Integer> schemes) ->
          ExtensionBodies.numbers(GreaseValues.fill(schemes, grease.scheme()));
      case ShapeExtension.Alpn(List<String> protocols) ->
          alpn(values.alpn() == null ? protocols : values.alpn());
      case ShapeExtension.ApplicationSettings(_, List<String> protocols) ->
          ExtensionBodies.protocols(protocols);
      case ShapeExtension.CompressCertificate(List<Integer> algorithms) ->
          ExtensionBodies.shortNumbers(algorithms);
      case ShapeExtension.RecordSizeLimit(int bytes) -> ExtensionBodies.u16(bytes);
      case ShapeExtension.EchGrease _ -> ech.getFirst().body();
      case ShapeExtension.Padding() -> new byte[0];
      case ShapeExtension.Place _, ShapeExtension.PreSharedKey _ -> null;
    };
  }

  private static byte @Nullable [] serverName(@Nullable String name) {
    String host = ExtensionBodies.hostName(name);
    return host == null ? null : ExtensionBodies.serverName(host);
  }

  private static byte @Nullable [] alpn(List<String> protocols) {
    return protocols.isEmpty() ? null : ExtensionBodies.protocols(protocols);
  }

  private List<KeyShare> shares(List<Integer> groups, List<KeyShare> given) {
    List<Integer> offered = given.stream().map(KeyShare::group).toList();
    if (!offered.equals(shareGroups())) {
      // RFC 8446 4.1.2: after a HelloRetryRequest, the one share that it asked for
      return given;
    }
    List<KeyShare> all = new ArrayList<>(given);
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i) == Grease.PLACEHOLDER) {
        all.add(i, new KeyShare(grease.group(), new byte[1]));
      }
    }
    return all;
  }

  private void pad(HelloValues values, List<Extension> extensions) {
    for (int i = 0; i < extensions.size(); i++) {
      if (extensions.get(i).type() == ExtensionType.PADDING) {
        extensions.remove(i);
        int without = HEADER_BYTES + bodyBytes(values, extensions);
        if (without >= PAD_FROM && without < PAD_TO) {
          // BoringSSL: at least one byte, although the message then becomes longer than 512
          int bodyBytes = Math.max(1, PAD_TO - without - HEADER_BYTES);
          extensions.add(i, new Extension(ExtensionType.PADDING, new byte[bodyBytes]));
        }
        return;
      }
    }
  }

  private int bodyBytes(HelloValues values, List<Extension> extensions) {
    return FIXED_BYTES
        + values.sessionId().length
        + (2 * shape.suites().size())
        + bytes(extensions);
  }

  private static int bytes(List<Extension> extensions) {
    return extensions.stream().mapToInt(extension -> 4 + extension.body().length).sum();
  }
}
