package dev.motet.tls.ech;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.tls.fingerprint.DrawnHello;
import dev.motet.tls.fingerprint.HelloValues;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.Message;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A hello in the manner of Chrome, written by hand: GREASE, extensions of TLS 1.2, two versions.
final class ScriptedHello implements DrawnHello {
  static final int GREASE = 0x3a3a;

  private final String versions;

  ScriptedHello() {
    this("06" + "4a4a" + "0304" + "0303");
  }

  /// @param versions body of supported_versions
  ScriptedHello(String versions) {
    this.versions = versions;
  }

  @Override
  public List<Integer> shareGroups() {
    return List.of(0x001d);
  }

  @Override
  public boolean oneX25519() {
    return false;
  }

  @Override
  public byte[] write(HelloValues values) {
    List<Extension> all = new ArrayList<>();
    all.add(Extension.empty(GREASE));
    all.add(fixed(ExtensionType.EC_POINT_FORMATS, "0100"));
    all.add(new Extension(ExtensionType.KEY_SHARE, shares(values.shares())));
    if (values.serverName() != null) {
      all.add(new Extension(ExtensionType.SERVER_NAME, name(values.serverName())));
    }
    all.add(fixed(ExtensionType.RENEGOTIATION_INFO, "00"));
    all.add(Extension.empty(ExtensionType.EXTENDED_MASTER_SECRET));
    all.add(fixed(ExtensionType.SUPPORTED_VERSIONS, versions));
    byte[] ech = values.ech() == null ? new byte[100] : values.ech();
    all.add(new Extension(ExtensionType.ENCRYPTED_CLIENT_HELLO, ech));
    all.add(Extension.empty(ExtensionType.SESSION_TICKET));
    all.add(fixed(ExtensionType.SUPPORTED_GROUPS, "0004" + "001d" + "0017"));
    all.add(fixed(ExtensionType.SIGNATURE_ALGORITHMS, "0002" + "0403"));
    if (values.alpn() != null) {
      all.add(Extension.ofAlpn(values.alpn()));
    }
    if (values.cookie() != null) {
      byte[] cookie = new byte[2 + values.cookie().length];
      new ByteWriter(new Buffer(cookie, 0, 0)).u16(values.cookie().length).bytes(values.cookie());
      all.add(new Extension(ExtensionType.COOKIE, cookie));
    }
    all.addAll(values.extra());
    return message(values, all);
  }

  private static byte[] message(HelloValues values, List<Extension> all) {
    int length = 2 + 32 + 1 + values.sessionId().length + 2 + 6 + 2 + Extension.bytes(all);
    return Message.of(
        HandshakeType.CLIENT_HELLO,
        length,
        out -> {
          out.u16(0x0303).bytes(values.random());
          out.u8(values.sessionId().length).bytes(values.sessionId());
          out.u16(6).u16(GREASE).u16(0x1301).u16(0xc02b);
          out.u8(1).u8(0).u16(Extension.bytes(all) - 2);
          for (Extension extension : all) {
            out.u16(extension.type()).u16(extension.body().length).bytes(extension.body());
          }
        });
  }

  private static byte[] name(String host) {
    byte[] body = new byte[5 + host.length()];
    new ByteWriter(new Buffer(body, 0, 0))
        .u16(host.length() + 3)
        .u8(0)
        .u16(host.length())
        .latin1(host);
    return body;
  }

  private static byte[] shares(List<KeyShare> shares) {
    int length = shares.stream().mapToInt(share -> 4 + share.key().length).sum();
    ByteWriter out = new ByteWriter(new Buffer(new byte[2 + length], 0, 0)).u16(length);
    for (KeyShare share : shares) {
      out.u16(share.group()).u16(share.key().length).bytes(share.key());
    }
    return out.buffer().array;
  }

  private static Extension fixed(int type, String hex) {
    return new Extension(type, HexFormat.of().parseHex(hex));
  }
}
