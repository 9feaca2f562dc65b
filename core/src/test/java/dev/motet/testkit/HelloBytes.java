package dev.motet.testkit;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Writes ClientHellos, allowed ones and others, part by part.
public final class HelloBytes {
  private static final int MAX = 64 * 1024;

  private int version = 0x0303;
  private int sessionIdBytes = 32;
  private int[] cipherSuites = {0x1301};
  private byte[] compressionMethods = {0};
  private final List<byte[]> extensions = new ArrayList<>();
  private boolean withoutExtensions;

  public HelloBytes version(int number) {
    version = number;
    return this;
  }

  public HelloBytes sessionId(int bytes) {
    sessionIdBytes = bytes;
    return this;
  }

  public HelloBytes cipherSuites(int... numbers) {
    cipherSuites = numbers.clone();
    return this;
  }

  public HelloBytes compressionMethods(int... numbers) {
    compressionMethods = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      compressionMethods[i] = (byte) numbers[i];
    }
    return this;
  }

  /// Ends the message before the extensions.
  public HelloBytes withoutExtensions() {
    withoutExtensions = true;
    return this;
  }

  /// @param hex the body
  public HelloBytes extension(int type, String hex) {
    return extension(type, HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  public HelloBytes extension(int type, byte[] body) {
    Buffer extension = Buffer.allocate(body.length + 4);
    new ByteWriter(extension).u16(type).u16(body.length).bytes(body);
    extensions.add(extension.toBytes());
    return this;
  }

  public HelloBytes serverName(String host) {
    Buffer body = Buffer.allocate(host.length() + 5);
    new ByteWriter(body).u16(host.length() + 3).u8(0).u16(host.length()).latin1(host);
    return extension(0, body.toBytes());
  }

  /// Versions and other lists with a length of one byte.
  public HelloBytes shortList(int type, int... numbers) {
    Buffer body = Buffer.allocate(2 * numbers.length + 1);
    ByteWriter out = new ByteWriter(body).u8(2 * numbers.length);
    for (int number : numbers) {
      out.u16(number);
    }
    return extension(type, body.toBytes());
  }

  /// Groups, signature algorithms and other lists with a length of two bytes.
  public HelloBytes list(int type, int... numbers) {
    Buffer body = Buffer.allocate(2 * numbers.length + 2);
    ByteWriter out = new ByteWriter(body).u16(2 * numbers.length);
    for (int number : numbers) {
      out.u16(number);
    }
    return extension(type, body.toBytes());
  }

  public HelloBytes alpn(String... names) {
    Buffer body = Buffer.allocate(MAX);
    ByteWriter out = new ByteWriter(body).u16(String.join(" ", names).length() + 1);
    for (String name : names) {
      out.u8(name.length()).bytes(name.getBytes(StandardCharsets.ISO_8859_1));
    }
    return extension(16, body.toBytes());
  }

  /// The handshake message: type, length, body.
  public byte[] message() {
    Buffer body = Buffer.allocate(MAX);
    ByteWriter out = new ByteWriter(body).u16(version);
    for (int i = 0; i < 32; i++) {
      out.u8(i);
    }
    out.u8(sessionIdBytes).bytes(new byte[sessionIdBytes]);
    out.u16(2 * cipherSuites.length);
    for (int suite : cipherSuites) {
      out.u16(suite);
    }
    out.u8(compressionMethods.length).bytes(compressionMethods);
    if (!withoutExtensions) {
      out.u16(extensions.stream().mapToInt(extension -> extension.length).sum());
      extensions.forEach(out::bytes);
    }
    Buffer message = Buffer.allocate(MAX);
    new ByteWriter(message).u8(1).u24(body.length()).bytes(body.toBytes());
    return message.toBytes();
  }

  /// The message in records of at most this many bytes.
  public byte[] records(int fragmentBytes) {
    return records(message(), fragmentBytes);
  }

  /// A message in records of at most this many bytes.
  public static byte[] records(byte[] message, int fragmentBytes) {
    Buffer records = Buffer.allocate(message.length * 6);
    ByteWriter out = new ByteWriter(records);
    for (int at = 0; at < message.length; at += fragmentBytes) {
      int length = Math.min(fragmentBytes, message.length - at);
      out.u8(22).u16(0x0301).u16(length);
      records.append(message, at, length);
    }
    return records.toBytes();
  }
}
