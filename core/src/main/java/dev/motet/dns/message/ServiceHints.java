package dev.motet.dns.message;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.option.RecordTypes;
import org.jspecify.annotations.Nullable;

/// The parameters of records of type HTTPS and SVCB (RFC 9460). Addresses of one family are taken
/// out (inventory DX-4): a client that is to use the other family must not find them there.
public final class ServiceHints {
  /// Keys of RFC 9460 14.3.2.
  private static final int IPV4_HINT = 4;

  private static final int ECH = 5;

  private static final int IPV6_HINT = 6;

  private ServiceHints() {}

  public static Message withoutIpv4(Message message) {
    return without(message, IPV4_HINT);
  }

  public static Message withoutIpv6(Message message) {
    return without(message, IPV6_HINT);
  }

  /// The `ECHConfigList` of the first record of type HTTPS in the answer that has one; null when
  /// there is none.
  public static byte @Nullable [] echConfigs(Message answer) {
    for (ResourceRecord record : answer.answers()) {
      byte[] configs = record.type() == RecordTypes.HTTPS ? parameter(record, ECH) : null;
      if (configs != null) {
        return configs;
      }
    }
    return null;
  }

  private static byte @Nullable [] parameter(ResourceRecord record, int wanted) {
    byte[] data = record.data();
    ByteReader in = new ByteReader(data);
    try {
      in.u16();
      Name.read(in, data);
      while (in.remaining() > 0) {
        int key = in.u16();
        byte[] value = in.bytes(in.u16());
        if (key == wanted) {
          return value;
        }
      }
    } catch (ProtocolException _) {
      return null; // as if the server had not sent it
    }
    return null;
  }

  private static Message without(Message message, int key) {
    return message.withRecords(record ->
        record.type() == RecordTypes.HTTPS || record.type() == RecordTypes.SVCB
            ? without(record, key)
            : record);
  }

  private static ResourceRecord without(ResourceRecord record, int unwanted) {
    byte[] data = record.data();
    ByteReader in = new ByteReader(data);
    Buffer kept = Buffer.wrap(new byte[data.length]);
    kept.to = 0;
    ByteWriter out = new ByteWriter(kept);
    try {
      out.u16(in.u16());
      out.bytes(Name.read(in, data).wire());
      while (in.remaining() > 0) {
        int key = in.u16();
        byte[] value = in.bytes(in.u16());
        if (key != unwanted) {
          out.u16(key).u16(value.length).bytes(value);
        }
      }
    } catch (ProtocolException _) {
      return record; // the client will refuse it, too
    }
    return new ResourceRecord(
        record.name(), record.type(), record.klass(), record.ttl(), kept.toBytes());
  }
}
