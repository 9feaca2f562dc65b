package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.Prefetch;
import dev.motet.io.ProtocolException;
import dev.motet.io.TruncatedException;
import dev.motet.option.Sniffer;

/// DNS: a query, alone in a packet or behind its length in a stream (inventory SN-3).
final class DnsSniffer implements PacketSniffer {
  /// A header, and a question for the root.
  private static final int MIN_BYTES = 12 + 5;

  private static final int LENGTH_BYTES = 2;
  private static final int MAX_NAME_BYTES = 255;

  /// In streams: length (u16), message.
  static final class Stream implements StreamSniffer {
    @Override
    public Sniffed recognise(ByteReader seen) throws ProtocolException {
      int length = seen.u16();
      require(length >= MIN_BYTES && length <= Prefetch.MAX_BYTES - LENGTH_BYTES);
      int missing = Math.max(0, length - seen.remaining());
      try {
        query(seen.sub(length - missing));
      } catch (TruncatedException e) {
        require(missing > 0);
        throw e;
      }
      seen.skip(missing); // the rest of the message
      return Sniffed.found(Sniffer.DNS);
    }
  }

  @Override
  public Sniffed recognise(ByteReader packet) throws ProtocolException {
    query(packet);
    return Sniffed.found(Sniffer.DNS);
  }

  // RFC 1035 4.1: id (u16), flags (u16), counts of questions, answers, authorities and additional
  // records (u16 each), questions, additional records
  private static void query(ByteReader in) throws ProtocolException {
    int start = in.position();
    in.skip(2);
    boolean response = (in.u16() & 0x8000) != 0;
    require(!response);
    int questions = in.u16();
    require(questions > 0);
    int answers = in.u16();
    require(answers == 0);
    int authorities = in.u16();
    require(authorities == 0);
    int additional = in.u16();
    for (int i = 0; i < questions; i++) {
      name(in, start);
      in.skip(2 + 2); // type, class
    }
    for (int i = 0; i < additional; i++) {
      name(in, start);
      in.skip(2 + 2 + 4); // type, class, time to live
      in.skip(in.u16());
    }
  }

  /// Reads over labels up to the root, or to a pointer back (RFC 1035 4.1.4).
  private static void name(ByteReader in, int start) throws ProtocolException {
    int begin = in.position();
    while (true) {
      int length = in.u8();
      if (length >= 0xc0) {
        int target = (length & 0x3f) << 8 | in.u8();
        require(target < begin - start);
        return;
      }
      require(length < 0x40);
      if (length == 0) {
        return;
      }
      in.skip(length);
      require(in.position() - begin < MAX_NAME_BYTES);
    }
  }

  private static void require(boolean met) throws ProtocolException {
    if (!met) {
      throw new ProtocolException("not a DNS query");
    }
  }
}
