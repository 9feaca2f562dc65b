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

/// Reads one message: resolves compressed names, takes the record OPT apart. Used once.
final class MessageReader {
  /// Bytes that names and data may have together once names are no longer compressed.
  private static final int MAX_EXPANDED = 8 * Message.MAX_BYTES;

  private final byte[] bytes;
  private final ByteReader in;

  /// Names by the offset at which they begin, so that records share them.
  private final Map<Integer, Name> names = new HashMap<>();

  private int expanded;
  private @Nullable Edns edns;
  private int extendedRcode;

  MessageReader(byte[] bytes) {
    this.bytes = bytes;
    this.in = new ByteReader(bytes);
  }

  // Message: id (u16), flags and response code (u16), counts of questions, answers, authorities and
  // additionals (u16 each), questions, records of each section

  Message read() throws ProtocolException {
    if (bytes.length > Message.MAX_BYTES) {
      throw new ProtocolException("message of " + bytes.length + " bytes");
    }
    int id = in.u16();
    int flags = in.u16();
    int questions = in.u16();
    if (questions > 1) {
      throw new ProtocolException(questions + " questions (expected: 1)");
    }
    int answers = in.u16();
    int authorities = in.u16();
    int additionals = in.u16();
    Question question = questions == 0 ? null : Question.read(in, bytes);
    if (question != null) {
      names.put(Message.HEADER_BYTES, question.name());
    }
    List<ResourceRecord> answer = records(answers, false);
    List<ResourceRecord> authority = records(authorities, false);
    List<ResourceRecord> additional = records(additionals, true);
    int rcode = extendedRcode << 4 | (flags & 0xf);
    return new Message(id, flags & ~0xf, rcode, question, answer, authority, additional, edns);
  }

  private List<ResourceRecord> records(int count, boolean mayHaveOpt) throws ProtocolException {
    List<ResourceRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ResourceRecord record = record(mayHaveOpt);
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  // Record: name, type (u16), class (u16), seconds to live (u32), length (u16), data

  private @Nullable ResourceRecord record(boolean mayHaveOpt) throws ProtocolException {
    Name name = name(in);
    int type = in.u16();
    int klass = in.u16();
    long ttl = in.u32();
    ByteReader data = in.sub(in.u16());
    if (type == RecordTypes.OPT) {
      if (!mayHaveOpt || edns != null || !name.isRoot()) {
        throw new ProtocolException("a record OPT that is out of place");
      }
      readOpt(klass, ttl, data);
      return null;
    }
    return new ResourceRecord(name, type, klass, ttl, data(type, data));
  }

  // OPT: the class is the length of datagrams, the seconds are: upper eight bits of the response
  // code (u8), version (u8), flags (u16); the data are options (RFC 6891 6.1.3)

  private void readOpt(int klass, long ttl, ByteReader data) throws ProtocolException {
    extendedRcode = (int) (ttl >>> 24);
    int version = (int) (ttl >>> 16) & 0xff;
    edns = new Edns(klass, version, (int) ttl & 0xffff, Edns.readOptions(data));
  }

  private byte[] data(int type, ByteReader data) throws ProtocolException {
    Layout layout = Layout.of(type);
    if (layout.names() == 0 || data.remaining() == 0) {
      count(data.remaining());
      return data.bytes(data.remaining());
    }
    Buffer plain = Buffer.allocate(data.remaining() + layout.names() * Name.MAX_BYTES);
    ByteWriter out = new ByteWriter(plain);
    out.bytes(data.bytes(layout.before()));
    for (int i = 0; i < layout.names(); i++) {
      out.bytes(name(data).wire());
    }
    out.bytes(data.bytes(data.remaining()));
    count(plain.length());
    return plain.toBytes();
  }

  private Name name(ByteReader at) throws ProtocolException {
    int start = at.position();
    int target = pointedAt(at);
    Name known = names.get(target);
    if (known != null) {
      at.skip(2);
      return known;
    }
    Name name = Name.read(at, bytes);
    count(name.length());
    names.put(start, name);
    if (target >= 0) {
      names.put(target, name);
    }
    return name;
  }

  /// Where the name stands, when all of it is a pointer; -1 otherwise.
  private int pointedAt(ByteReader at) {
    int start = at.position();
    return at.remaining() >= 2 && (bytes[start] & 0xc0) == 0xc0
        ? (bytes[start] & 0x3f) << 8 | (bytes[start + 1] & 0xff)
        : -1;
  }

  private void count(int more) throws ProtocolException {
    expanded += more;
    if (expanded > MAX_EXPANDED) {
      throw new ProtocolException("more than " + MAX_EXPANDED + " bytes of names and data");
    }
  }
}
