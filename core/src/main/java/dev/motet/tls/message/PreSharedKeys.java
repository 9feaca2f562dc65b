package dev.motet.tls.message;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/// pre_shared_key of a ClientHello (RFC 8446 4.2.11). Arrays are not to be changed.
public record PreSharedKeys(List<Identity> identities, List<byte[]> binders) {
  private static final int MIN_BINDER_BYTES = 32;

  /// @param age obfuscated, of 32 bits
  public record Identity(byte[] identity, long age) {}

  // identities (u16 length) of: identity (u16 length), age (u32); binders (u16 length) of: (u8
  // length)
  public static PreSharedKeys read(byte[] body) throws ProtocolException {
    ByteReader in = new ByteReader(body);
    ByteReader list = Vectors.u16(in);
    List<Identity> identities = new ArrayList<>(1);
    while (list.remaining() > 0) {
      byte[] identity = Vectors.opaque16(list);
      if (identity.length == 0) {
        throw new ProtocolException("empty identity");
      }
      identities.add(new Identity(identity, list.u32()));
    }
    ByteReader second = Vectors.u16(in);
    in.end();
    List<byte[]> binders = new ArrayList<>(1);
    while (second.remaining() > 0) {
      byte[] binder = Vectors.opaque8(second);
      if (binder.length < MIN_BINDER_BYTES) {
        throw new ProtocolException(
            "binder of " + binder.length + " bytes (expected: at least 32)");
      }
      binders.add(binder);
    }
    if (identities.size() != binders.size()) {
      throw new ProtocolException(
          binders.size() + " binders for " + identities.size() + " identities");
    }
    return new PreSharedKeys(List.copyOf(identities), List.copyOf(binders));
  }

  /// Bytes at the end of a hello that its binders do not cover: the list of binders.
  public int binderBytes() {
    int length = 2;
    for (byte[] binder : binders) {
      length += 1 + binder.length;
    }
    return length;
  }

  /// The body of the extension.
  public byte[] toBody() {
    int list = 0;
    for (Identity identity : identities) {
      list += 2 + identity.identity.length + 4;
    }
    ByteWriter out = new ByteWriter(new Buffer(new byte[2 + list + binderBytes()], 0, 0));
    out.u16(list);
    for (Identity identity : identities) {
      out.u16(identity.identity.length).bytes(identity.identity).u32(identity.age);
    }
    out.u16(binderBytes() - 2);
    for (byte[] binder : binders) {
      out.u8(binder.length).bytes(binder);
    }
    return out.buffer().toBytes();
  }
}
