package dev.motet.dns.message;

import dev.motet.io.ProtocolException;
import dev.motet.option.RecordTypes;

// hot
/// The bytes of an answer without the record OPT, ready to be sent to whoever asks the same: only
/// the header, the question and the times to live are written anew. Immutable.
public final class PackedAnswer {
  private static final int OPT_BYTES = 11;

  private final byte[] wire;
  private final int[] ttls;
  private final int rcode;

  private PackedAnswer(byte[] wire, int[] ttls, int rcode) {
    this.wire = wire;
    this.ttls = ttls;
    this.rcode = rcode;
  }

  public static PackedAnswer of(Message answer) {
    MessageWriter writer = new MessageWriter(answer.withId(0).withEdns(null), Message.MAX_BYTES);
    byte[] wire = writer.write();
    return new PackedAnswer(wire, writer.ttls(), answer.rcode());
  }

  /// Bytes of the answer to this query.
  public int length(PlainQuery query) {
    return wire.length + (query.edns ? OPT_BYTES : 0);
  }

  /// Bytes kept.
  public int length() {
    return wire.length;
  }

  /// Writes the answer to a query with the same question; `into` may be the query's own array, with
  /// the answer in its place.
  ///
  /// @param at has room for [#length(PlainQuery)] bytes
  /// @param ttl seconds, of all records
  public void write(PlainQuery query, byte[] into, int at, long ttl) {
    int question = query.questionEnd;
    int flags = flags(query);
    // the question as this client wrote it, in its case of letters
    System.arraycopy(query.array, query.from, into, at, question);
    u16(into, at + 2, flags);
    System.arraycopy(wire, 4, into, at + 4, 8);
    System.arraycopy(wire, question, into, at + question, wire.length - question);
    for (int offset : ttls) {
      u16(into, at + offset, (int) (ttl >>> 16));
      u16(into, at + offset + 2, (int) ttl);
    }
    if (query.edns) {
      u16(into, at + 10, PlainQuery.u16(wire, 10) + 1);
      writeOpt(into, at + wire.length, query.dnssecOk);
    }
  }

  /// What the client said of its wishes, and what the server said of the answer. That it is
  /// authentic is for those only who asked for it (RFC 6840 5.8).
  private int flags(PlainQuery query) {
    int echoed = Message.RECURSION_DESIRED | Message.CHECKING_DISABLED;
    boolean asked = query.dnssecOk || (query.flags & Message.AUTHENTIC_DATA) != 0;
    int dropped = echoed | (asked ? 0 : Message.AUTHENTIC_DATA);
    return (PlainQuery.u16(wire, 2) & ~dropped) | Message.RESPONSE | (query.flags & echoed);
  }

  private void writeOpt(byte[] into, int at, boolean dnssecOk) {
    into[at] = 0;
    u16(into, at + 1, RecordTypes.OPT);
    u16(into, at + 3, Edns.UDP_BYTES);
    u16(into, at + 5, rcode >> 4 << 8);
    u16(into, at + 7, dnssecOk ? Edns.DNSSEC_OK : 0);
    u16(into, at + 9, 0);
  }

  private static void u16(byte[] array, int at, int value) {
    array[at] = (byte) (value >> 8);
    array[at + 1] = (byte) value;
  }

  /// The whole answer again.
  ///
  /// @param ttl seconds, of all records
  public Message message(long ttl) {
    try {
      return Message.read(wire).withTtl(ttl);
    } catch (ProtocolException e) {
      throw new IllegalStateException("an answer that cannot be read back", e);
    }
  }
}
