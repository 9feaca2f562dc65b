package dev.motet.dns.message;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.option.RecordTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one message with compressed names, and leaves out what does not fit. Used once.
final class MessageWriter {
  /// Offsets beyond it cannot be pointed at.
  private static final int MAX_POINTER = 0x3fff;

  private final Message message;
  private final int limit;
  private final @Nullable Edns edns;
  private final Buffer buffer;
  private final ByteWriter out;
  private final Map<Suffix, Integer> offsets = new HashMap<>();
  private final List<Integer> ttls = new ArrayList<>();
  private int flags;
  private boolean full;

  MessageWriter(Message message, int limit) {
    this.message = message;
    this.limit = limit;
    this.flags = message.flags();
    this.edns = fitting(message.edns(), limit);
    this.buffer = new Buffer(new byte[capacity(message, limit)], 0, 0);
    this.out = new ByteWriter(buffer);
  }

  /// Where the times to live of the records stand, once written.
  int[] ttls() {
    return ttls.stream().mapToInt(Integer::intValue).toArray();
  }

  byte[] write() {
    buffer.to = Message.HEADER_BYTES;
    Question question = message.question();
    if (question != null) {
      writeName(question.name());
      out.u16(question.type()).u16(question.klass());
    }
    int answers = writeAll(message.answers(), true);
    int authorities = writeAll(message.authorities(), true);
    int additionals = writeAll(message.additionals(), false);
    if (edns != null) {
      writeOpt(edns);
      additionals++;
    }
    int end = buffer.to;
    buffer.to = 0;
    out.u16(message.id()).u16(flags | (message.rcode() & 0xf));
    out.u16(question == null ? 0 : 1).u16(answers).u16(authorities).u16(additionals);
    buffer.to = end;
    return buffer.toBytes();
  }

  /// @param needed whether a missing one makes the message truncated (RFC 2181 9)
  /// @return how many fitted
  private int writeAll(List<ResourceRecord> records, boolean needed) {
    int reserved = edns == null ? 0 : edns.length();
    int written = 0;
    for (ResourceRecord record : records) {
      if (full) {
        break;
      }
      int start = buffer.to;
      writeRecord(record);
      if (buffer.to > limit - reserved) {
        buffer.to = start;
        offsets.values().removeIf(offset -> offset >= start);
        ttls.removeLast();
        flags |= needed ? Message.TRUNCATED : 0;
        full = true;
        break;
      }
      written++;
    }
    return written;
  }

  private void writeRecord(ResourceRecord record) {
    writeName(record.name());
    out.u16(record.type()).u16(record.klass());
    ttls.add(buffer.to);
    out.u32(record.ttl()).u16(0);
    int start = buffer.to;
    writeData(record);
    int end = buffer.to;
    buffer.to = start - 2;
    out.u16(end - start);
    buffer.to = end;
  }

  private void writeData(ResourceRecord record) {
    Layout layout = Layout.of(record.type());
    byte[] data = record.data();
    if (!layout.compressed() || data.length == 0) {
      out.bytes(data);
      return;
    }
    ByteReader in = new ByteReader(data);
    try {
      out.bytes(in.bytes(layout.before()));
      for (int i = 0; i < layout.names(); i++) {
        writeName(Name.read(in, data));
      }
      out.bytes(in.bytes(in.remaining()));
    } catch (ProtocolException e) {
      throw new IllegalStateException("a record with data that its reader refuses", e);
    }
  }

  /// Options are let go where they would leave no room for a question.
  private static @Nullable Edns fitting(@Nullable Edns edns, int limit) {
    int most = limit - Message.HEADER_BYTES - Name.MAX_BYTES - 4;
    return edns == null || edns.length() <= most
        ? edns
        : new Edns(edns.udpBytes(), edns.version(), edns.flags(), List.of());
  }

  private void writeOpt(Edns opt) {
    long ttl = (long) (message.rcode() >> 4) << 24 | (long) opt.version() << 16 | opt.flags();
    out.u8(0).u16(RecordTypes.OPT).u16(opt.udpBytes()).u32(ttl).u16(opt.length() - 11);
    opt.writeOptions(out);
  }

  private void writeName(Name name) {
    byte[] wire = name.wire();
    int at = 0;
    while (wire[at] != 0) {
      Suffix suffix = new Suffix(wire, at);
      Integer known = offsets.get(suffix);
      if (known != null) {
        out.u16(0xc000 | known);
        return;
      }
      if (buffer.to <= MAX_POINTER) {
        offsets.put(suffix, buffer.to);
      }
      buffer.append(wire, at, 1 + wire[at]);
      at += 1 + wire[at];
    }
    out.u8(0);
  }

  /// Room for all of it, or for what fits and one record more.
  private static int capacity(Message message, int limit) {
    int all = Message.HEADER_BYTES + Name.MAX_BYTES + 4;
    int largest = 0;
    for (List<ResourceRecord> section :
        List.of(message.answers(), message.authorities(), message.additionals())) {
      for (ResourceRecord record : section) {
        int length = record.name().length() + 10 + record.data().length;
        largest = Math.max(largest, length);
        all += length;
      }
    }
    int opt = message.edns() == null ? 0 : message.edns().length();
    return Math.min(all, limit + largest) + opt;
  }

  /// The end of a name, from one of its labels on.
  private record Suffix(byte[] wire, int from) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Suffix s
          && wire.length - from == s.wire.length - s.from
          && Name.equal(wire, from, s.wire, s.from, wire.length - from);
    }

    @Override
    public int hashCode() {
      return Name.hash(wire, from, wire.length);
    }
  }
}
