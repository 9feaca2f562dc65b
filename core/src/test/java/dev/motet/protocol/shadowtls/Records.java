package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.testkit.HelloBytes;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Writes records of TLS for tests.
final class Records {
  static final byte[] CHANGE = record(TlsRecords.CHANGE_CIPHER_SPEC, new byte[] {1});
  static final byte[] CLOSE_NOTIFY = record(TlsRecords.ALERT, new byte[] {1, 0});

  private Records() {}

  static byte[] record(int type, byte[] fragment) {
    Buffer record = Buffer.allocate(TlsRecords.HEADER_BYTES + fragment.length);
    new ByteWriter(record).u8(type).u16(0x0303).u16(fragment.length).bytes(fragment);
    return record.toBytes();
  }

  static byte[] handshake(byte[] message) {
    return record(TlsRecords.HANDSHAKE, message);
  }

  static byte[] data(String text) {
    return data(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  static byte[] data(byte[] fragment) {
    return record(TlsRecords.APPLICATION_DATA, fragment);
  }

  /// A ClientHello of TLS 1.3.
  static byte[] clientHello(String serverName) {
    return new HelloBytes().serverName(serverName).shortList(43, 0x0304).message();
  }

  /// In a record.
  static byte[] sealedHello(String serverName, String password) {
    byte[] message = clientHello(serverName);
    HelloProof.seal(message, password, new SecureRandom());
    return handshake(message);
  }

  /// @param version as in supported_versions; 0 for none, as before TLS 1.3
  static byte[] serverHello(byte[] random, int version) {
    Buffer body = Buffer.allocate(200);
    ByteWriter out = new ByteWriter(body).u16(0x0303).bytes(random).u8(0).u16(0x1301).u8(0);
    if (version != 0) {
      out.u16(6).u16(43).u16(2).u16(version);
    }
    Buffer message = Buffer.allocate(200);
    new ByteWriter(message).u8(2).u24(body.length()).bytes(body.toBytes());
    return handshake(message.toBytes());
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /// What a server makes of data of the handshake server.
  static byte[] changed(RecordKeys keys, ShadowTlsMac running, byte[] fragment) {
    Buffer payload = Buffer.copyOf(fragment);
    RecordKeys.xor(payload, keys.keyStream());
    byte[] tag = running.update(payload.toBytes()).tag();
    return data(joined(tag, payload.toBytes()));
  }

  /// The first data of a client.
  static byte[] tagged(ShadowTlsMac running, byte[] payload) {
    byte[] tag = running.update(payload).tag();
    running.update(tag);
    return data(joined(tag, payload));
  }
}
