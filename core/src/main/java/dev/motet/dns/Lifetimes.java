package dev.motet.dns;

import dev.motet.dns.message.Message;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.ResourceRecord;
import dev.motet.option.RecordTypes;
import java.util.List;

/// How long an answer may be kept (inventory DX-6, RFC 2308 5).
final class Lifetimes {
  /// RFC 2181 8: with the highest bit set it counts as 0.
  private static final long MAX_TTL = 0x7fff_ffffL;

  private Lifetimes() {}

  /// @return seconds; 0 when it must not be kept
  static long of(Message answer) {
    boolean usable = answer.rcode() == Rcode.NOERROR || answer.rcode() == Rcode.NXDOMAIN;
    if (!usable || answer.has(Message.TRUNCATED)) {
      return 0;
    }
    long least = MAX_TTL + 1;
    for (ResourceRecord record : answer.answers()) {
      if (ttl(record) == 0) {
        return 0; // for this one transaction (RFC 1035 3.2.1)
      }
      least = Math.min(least, ttl(record));
    }
    for (ResourceRecord record : answer.authorities()) {
      if (record.type() == RecordTypes.SOA) {
        least = Math.min(least, Math.min(ttl(record), record.negativeTtl()));
      }
    }
    boolean negative = answer.answers().isEmpty();
    least = negative ? least : Math.min(least, leastPositive(answer.authorities()));
    least = negative ? least : Math.min(least, leastPositive(answer.additionals()));
    return least > MAX_TTL ? 0 : least;
  }

  private static long leastPositive(List<ResourceRecord> records) {
    long least = MAX_TTL + 1;
    for (ResourceRecord record : records) {
      long ttl = ttl(record);
      least = ttl > 0 ? Math.min(least, ttl) : least;
    }
    return least;
  }

  private static long ttl(ResourceRecord record) {
    return record.ttl() > MAX_TTL ? 0 : record.ttl();
  }
}
