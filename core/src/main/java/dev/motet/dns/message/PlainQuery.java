package dev.motet.dns.message;

import dev.motet.option.RecordTypes;
import org.jspecify.annotations.Nullable;

// hot
/// A query as nearly all are, looked at where it lies: one question, recursion desired, nothing
/// else but a record OPT without options that are passed on. What is not of this form goes through
/// [Message]. Valid as long as its array does not change.
public final class PlainQuery {
  private static final int UDP_BYTES_WITHOUT_EDNS = 512;

  final byte[] array;
  final int from;

  /// Behind the question, counted from the start of the message.
  final int questionEnd;

  final boolean edns;
  final boolean dnssecOk;
  final int flags;
  private final int udpBytes;

  private PlainQuery(
      byte[] array, int from, int questionEnd, boolean edns, boolean dnssecOk, int udpBytes) {
    this.array = array;
    this.from = from;
    this.questionEnd = questionEnd;
    this.edns = edns;
    this.dnssecOk = dnssecOk;
    this.flags = u16(array, from + 2);
    this.udpBytes = udpBytes;
  }

  /// @return null when the bytes are anything else, among them no query at all
  public static @Nullable PlainQuery of(byte[] array, int from, int to) {
    if (to - from < Message.HEADER_BYTES + 5) {
      return null;
    }
    int flags = u16(array, from + 2);
    int allowed = Message.RECURSION_DESIRED | Message.AUTHENTIC_DATA | Message.CHECKING_DISABLED;
    if ((flags & ~allowed) != 0
        || (flags & Message.RECURSION_DESIRED) == 0
        || u16(array, from + 4) != 1
        || u16(array, from + 6) != 0
        || u16(array, from + 8) != 0) {
      return null;
    }
    int questionEnd = questionEnd(array, from + Message.HEADER_BYTES, to);
    if (questionEnd < 0 || isTransfer(u16(array, questionEnd - 4))) {
      return null;
    }
    int additionals = u16(array, from + 10);
    if (additionals == 0) {
      return questionEnd == to
          ? new PlainQuery(array, from, questionEnd - from, false, false, UDP_BYTES_WITHOUT_EDNS)
          : null;
    }
    return additionals == 1 && isPlainOpt(array, questionEnd, to)
        ? new PlainQuery(
            array,
            from,
            questionEnd - from,
            true,
            (array[questionEnd + 7] & 0x80) != 0,
            Math.max(UDP_BYTES_WITHOUT_EDNS, u16(array, questionEnd + 3)))
        : null;
  }

  /// @return the index behind the question; -1 when it is not a whole one, or compressed
  private static int questionEnd(byte[] array, int start, int to) {
    int at = start;
    while (at < to && array[at] != 0) {
      if ((array[at] & 0xc0) != 0) {
        return -1;
      }
      at += 1 + array[at];
    }
    int end = at + 5;
    return end <= to && end - 4 - start <= Name.MAX_BYTES ? end : -1;
  }

  private static boolean isTransfer(int type) {
    return type == RecordTypes.AXFR || type == RecordTypes.IXFR;
  }

  /// Version 0, nothing of a response code, no option that is passed on (see [Edns]).
  private static boolean isPlainOpt(byte[] array, int at, int to) {
    if (to - at < 11
        || array[at] != 0
        || u16(array, at + 1) != RecordTypes.OPT
        || u16(array, at + 5) != 0
        || (u16(array, at + 7) & ~Edns.DNSSEC_OK) != 0
        || at + 11 + u16(array, at + 9) != to) {
      return false;
    }
    int option = at + 11;
    while (to - option >= 4) {
      if (!Edns.Option.isHopByHop(u16(array, option))) {
        return false;
      }
      option += 4 + u16(array, option + 2);
    }
    return option == to;
  }

  static int u16(byte[] array, int at) {
    return (array[at] & 0xff) << 8 | (array[at + 1] & 0xff);
  }

  public int type() {
    return u16(array, from + questionEnd - 4);
  }

  /// How long a datagram the client takes.
  public int udpBytes() {
    return udpBytes;
  }

  public AnswerKey key() {
    return AnswerKey.of(
        array,
        from + Message.HEADER_BYTES,
        questionEnd - Message.HEADER_BYTES - 4,
        dnssecOk,
        (flags & Message.CHECKING_DISABLED) != 0);
  }
}
