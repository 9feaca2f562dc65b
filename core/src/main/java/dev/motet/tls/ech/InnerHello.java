package dev.motet.tls.ech;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.tls.fingerprint.Grease;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.ProtocolVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The hello that a client means, made from one that looks like a browser's (RFC 9849 6.1): what is
/// equal in the outer hello stands at its end, so that it need not be said twice.
///
/// @param apart extensions of its own
/// @param shared extensions that the outer hello has too, in its order
record InnerHello(
    ClientHello from, List<Integer> suites, List<Extension> apart, List<Extension> shared) {
  /// They mean nothing in TLS 1.3, and an inner hello offers nothing else.
  private static final Set<Integer> OF_TLS_1_2 =
      Set.of(
          ExtensionType.EC_POINT_FORMATS,
          ExtensionType.EXTENDED_MASTER_SECRET,
          ExtensionType.SESSION_TICKET,
          ExtensionType.RENEGOTIATION_INFO,
          ExtensionType.PADDING);

  /// They differ for a reason, even where they happen to be equal.
  private static final Set<Integer> NEVER_SHARED =
      Set.of(ExtensionType.SERVER_NAME, ExtensionType.ENCRYPTED_CLIENT_HELLO);

  /// `OuterExtensions<2..254>`
  private static final int MAX_SHARED = 127;

  private static final int SNI_OVERHEAD = 9;

  /// RFC 9849 6.1.3: lengths are rounded up to these.
  private static final int BLOCK = 32;

  /// @param message a hello with the real name and [OuterExtension#INNER]
  /// @param outer the same hello with the public name
  static InnerHello of(byte[] message, byte[] outer) throws ProtocolException {
    ClientHello hello = ClientHelloReader.readMessage(new ByteReader(message));
    // RFC 9849 6.1: it must offer TLS 1.3
    if (!hello.extensions().versions().contains(ProtocolVersion.TLS_1_3)) {
      throw new ProtocolException("it does not offer TLS 1.3");
    }
    List<Extension> open = ClientHelloReader.readMessage(new ByteReader(outer)).extensions().all();
    List<Extension> apart = new ArrayList<>();
    List<Extension> own = new ArrayList<>();
    for (Extension extension : hello.extensions().all()) {
      if (!OF_TLS_1_2.contains(extension.type())) {
        Extension kept = withoutOldVersions(extension);
        (isShared(kept, open) && own.size() < MAX_SHARED ? own : apart).add(kept);
      }
    }
    // RFC 9849 5.1: in the order of the outer hello, which draws both in the same one
    return new InnerHello(hello, suites(hello.cipherSuites()), apart, List.copyOf(own));
  }

  /// The message as it counts in the transcript.
  byte[] message() {
    List<Extension> all = new ArrayList<>(apart);
    all.addAll(shared);
    return Message.of(HandshakeType.CLIENT_HELLO, body(from.sessionId(), all));
  }

  // RFC 9849 5.1: ClientHello without header and session id, extensions of the outer hello by their
  // types, zeros
  byte[] encoded(int maximumNameLength) {
    List<Extension> all = new ArrayList<>(apart);
    if (!shared.isEmpty()) {
      all.add(new Extension(ExtensionType.ECH_OUTER_EXTENSIONS, types()));
    }
    byte[] body = body(new byte[0], all);
    // RFC 9849 6.1.3
    String name = from.extensions().serverName();
    int padding =
        name == null
            ? maximumNameLength + SNI_OVERHEAD
            : Math.max(0, maximumNameLength - name.length());
    int length = body.length + padding;
    return Arrays.copyOf(body, length + (BLOCK - 1) - ((length - 1) % BLOCK));
  }

  private byte[] types() {
    ByteWriter out = new ByteWriter(new Buffer(new byte[1 + 2 * shared.size()], 0, 0));
    out.u8(2 * shared.size());
    shared.forEach(extension -> out.u16(extension.type()));
    return out.buffer().array;
  }

  // RFC 8446 4.1.2
  private byte[] body(byte[] sessionId, List<Extension> extensions) {
    int length =
        2 + 32 + 1 + sessionId.length + 2 + (2 * suites.size()) + 2 + Extension.bytes(extensions);
    ByteWriter out = new ByteWriter(new Buffer(new byte[length], 0, 0));
    out.u16(from.version()).bytes(from.random());
    out.u8(sessionId.length).bytes(sessionId);
    out.u16(2 * suites.size());
    suites.forEach(out::u16);
    out.u8(1).u8(0); // no compression
    out.u16(Extension.bytes(extensions) - 2);
    for (Extension extension : extensions) {
      out.u16(extension.type()).u16(extension.body().length).bytes(extension.body());
    }
    return out.buffer().array;
  }

  private static boolean isShared(Extension extension, List<Extension> open) {
    byte[] other = Extension.find(open, extension.type());
    return other != null
        && !NEVER_SHARED.contains(extension.type())
        && Arrays.equals(other, extension.body());
  }

  private static List<Integer> suites(List<Integer> all) {
    return all.stream().filter(suite -> suite >>> 8 == 0x13 || Grease.is(suite)).toList();
  }

  // RFC 9849 6.1: it must not offer TLS 1.2. RFC 8446 4.2.1: versions (u8 length)
  private static Extension withoutOldVersions(Extension extension) throws ProtocolException {
    if (extension.type() != ExtensionType.SUPPORTED_VERSIONS) {
      return extension;
    }
    ByteReader in = new ByteReader(extension.body());
    ByteReader versions = in.sub(in.u8());
    ByteWriter out = new ByteWriter(new Buffer(new byte[extension.body().length], 0, 0)).u8(0);
    while (versions.remaining() > 0) {
      int version = versions.u16();
      if (version >= ProtocolVersion.TLS_1_3) {
        out.u16(version);
      }
    }
    byte[] body = out.buffer().toBytes();
    body[0] = (byte) (body.length - 1);
    return new Extension(extension.type(), body);
  }
}
