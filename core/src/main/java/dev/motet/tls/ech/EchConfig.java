package dev.motet.tls.ech;

import dev.motet.crypto.Hpke;
import dev.motet.crypto.X25519;
import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One configuration of a server (RFC 9849 4). Arrays are not to be changed.
///
/// @param raw all of it, from its version on, as published: what is sealed is bound to these bytes
/// @param suites in the order of the server
/// @param mandatory whether it has an extension that must be understood; none is
public record EchConfig(
    byte[] raw,
    int configId,
    int kem,
    byte[] publicKey,
    List<Suite> suites,
    int maximumNameLength,
    String publicName,
    boolean mandatory) {
  static final int VERSION = 0xfe0d;

  private static final int MANDATORY = 0x8000;
  private static final int SUITE_BYTES = 4;

  /// Numbers of RFC 9180.
  public record Suite(int kdf, int aead) {
    boolean isSupported() {
      return kdf == Hpke.KDF && Hpke.aead(aead) != null;
    }
  }

  // list (u16 length) of: version (u16), contents (u16 length)
  /// The configurations of an `ECHConfigList` that are of the known version, in their order.
  public static List<EchConfig> readList(byte[] list) throws ProtocolException {
    ByteReader in = new ByteReader(list);
    ByteReader entries = in.sub(in.u16());
    in.end();
    if (entries.remaining() == 0) {
      throw new ProtocolException("empty ECHConfigList");
    }
    List<EchConfig> configs = new ArrayList<>(1);
    while (entries.remaining() > 0) {
      ByteReader raw = new ByteReader(list, entries.position(), list.length);
      int version = entries.u16();
      int length = entries.u16();
      entries.skip(length);
      if (version == VERSION) {
        configs.add(read(raw.bytes(SUITE_BYTES + length)));
      }
    }
    return List.copyOf(configs);
  }

  /// The list of these configurations.
  public static byte[] writeList(List<byte[]> configs) {
    int length = 0;
    for (byte[] config : configs) {
      length += config.length;
    }
    ByteWriter out = new ByteWriter(new Buffer(new byte[2 + length], 0, 0)).u16(length);
    configs.forEach(out::bytes);
    return out.buffer().array;
  }

  /// The first configuration that can be used; null for none.
  public static @Nullable EchConfig select(List<EchConfig> configs) {
    for (EchConfig config : configs) {
      if (config.isUsable()) {
        return config;
      }
    }
    return null;
  }

  // version (u16: fe0d), contents (u16 length): config id (u8), KEM (u16), public key (u16 length),
  // suites (u16 length) of KDF (u16) and AEAD (u16), maximum name length (u8), public name (u8
  // length), extensions (u16 length) of type (u16) and body (u16 length)
  static EchConfig read(byte[] raw) throws ProtocolException {
    ByteReader in = new ByteReader(raw);
    int version = in.u16();
    if (version != VERSION) {
      throw new ProtocolException(
          "ECHConfig of version " + version + " (expected: " + VERSION + ")");
    }
    ByteReader contents = in.sub(in.u16());
    in.end();
    int configId = contents.u8();
    int kem = contents.u16();
    byte[] publicKey = filled("public key", contents.bytes(contents.u16()));
    List<Suite> suites = suites(contents.sub(contents.u16()));
    int maximumNameLength = contents.u8();
    int nameBytes = contents.u8();
    if (nameBytes == 0) {
      throw new ProtocolException("ECHConfig without a public name");
    }
    String publicName = contents.latin1(nameBytes);
    boolean mandatory = hasMandatory(contents.sub(contents.u16()));
    contents.end();
    return new EchConfig(
        raw, configId, kem, publicKey, suites, maximumNameLength, publicName, mandatory);
  }

  /// A configuration for X25519 with each of the three AEADs.
  static byte[] write(int configId, byte[] publicKey, String publicName) {
    int length =
        1 + 2 + 2 + publicKey.length + 2 + (3 * SUITE_BYTES) + 1 + 1 + publicName.length() + 2;
    ByteWriter out = new ByteWriter(new Buffer(new byte[SUITE_BYTES + length], 0, 0));
    out.u16(VERSION).u16(length);
    out.u8(configId).u16(Hpke.KEM).u16(publicKey.length).bytes(publicKey);
    out.u16(3 * SUITE_BYTES);
    for (int aead = 1; aead <= 3; aead++) {
      out.u16(Hpke.KDF).u16(aead);
    }
    out.u8(0).u8(publicName.length()).latin1(publicName).u16(0);
    return out.buffer().array;
  }

  /// The first suite that can be spoken; null for none.
  @Nullable Suite suite() {
    for (Suite suite : suites) {
      if (suite.isSupported()) {
        return suite;
      }
    }
    return null;
  }

  /// What seals and opens are bound to (RFC 9849 6.1): "tls ech", 0, configuration.
  byte[] info() {
    ByteWriter out = new ByteWriter(new Buffer(new byte[8 + raw.length], 0, 0));
    return out.latin1("tls ech").u8(0).bytes(raw).buffer().array;
  }

  /// RFC 9849 6.1, and 4.2 and 6.1.7 on what is to be ignored.
  boolean isUsable() {
    return kem == Hpke.KEM
        && publicKey.length == X25519.BYTES
        && suite() != null
        && !mandatory
        && PublicName.isValid(publicName);
  }

  private static List<Suite> suites(ByteReader in) throws ProtocolException {
    if (in.remaining() == 0) {
      throw new ProtocolException("ECHConfig without cipher suites");
    }
    List<Suite> suites = new ArrayList<>(3);
    while (in.remaining() > 0) {
      suites.add(new Suite(in.u16(), in.u16()));
    }
    return List.copyOf(suites);
  }

  private static boolean hasMandatory(ByteReader in) throws ProtocolException {
    Set<Integer> types = new HashSet<>();
    boolean mandatory = false;
    while (in.remaining() > 0) {
      int type = in.u16();
      in.skip(in.u16());
      // RFC 9849 4.2: at most one of each type
      if (!types.add(type)) {
        throw new ProtocolException("extension " + type + " twice in an ECHConfig");
      }
      // RFC 9849 4.2: the highest bit marks what must be understood
      mandatory |= (type & MANDATORY) != 0;
    }
    return mandatory;
  }

  private static byte[] filled(String what, byte[] bytes) throws ProtocolException {
    if (bytes.length == 0) {
      throw new ProtocolException("ECHConfig with an empty " + what);
    }
    return bytes;
  }
}
