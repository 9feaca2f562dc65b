package dev.motet.dns.message;

import dev.motet.option.RecordTypes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A record of an answer (RFC 1035 4.1.3). Immutable.
public final class ResourceRecord {
  private final Name name;
  private final int type;
  private final int klass;
  private final long ttl;

  /// Names in it are not compressed.
  private final byte[] data;

  /// @param ttl seconds, u32
  /// @param data without compressed names; nobody changes it any more
  ResourceRecord(Name name, int type, int klass, long ttl, byte[] data) {
    this.name = name;
    this.type = type;
    this.klass = klass;
    this.ttl = ttl;
    this.data = data;
  }

  /// A record of type A or AAAA.
  public static ResourceRecord address(Name name, long ttl, InetAddress address) {
    byte[] bytes = address.getAddress();
    int type = bytes.length == 4 ? RecordTypes.A : RecordTypes.AAAA;
    return new ResourceRecord(name, type, Question.INTERNET, ttl, bytes);
  }

  public Name name() {
    return name;
  }

  public int type() {
    return type;
  }

  public int klass() {
    return klass;
  }

  public long ttl() {
    return ttl;
  }

  byte[] data() {
    return data;
  }

  public ResourceRecord withTtl(long seconds) {
    return new ResourceRecord(name, type, klass, seconds, data);
  }

  /// The address of a record of type A or AAAA; null where it is none.
  public @Nullable InetAddress address() {
    int bytes = type == RecordTypes.A ? 4 : type == RecordTypes.AAAA ? 16 : 0;
    if (klass != Question.INTERNET || bytes == 0 || data.length != bytes) {
      return null;
    }
    try {
      return InetAddress.getByAddress(data);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + data.length + " bytes", e);
    }
  }

  /// Seconds that the zone wants a negative answer to be kept at most: the last field of a SOA
  /// record; 0 where this is none.
  public long negativeTtl() {
    if (type != RecordTypes.SOA || data.length < 4) {
      return 0;
    }
    int at = data.length - 4;
    return (data[at] & 0xffL) << 24
        | (data[at + 1] & 0xff) << 16
        | (data[at + 2] & 0xff) << 8
        | (data[at + 3] & 0xff);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceRecord r
        && type == r.type
        && klass == r.klass
        && ttl == r.ttl
        && name.equals(r.name)
        && Arrays.equals(data, r.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, klass, ttl, Arrays.hashCode(data));
  }

  /// As a zone file writes it.
  @Override
  public String toString() {
    return RecordText.of(this);
  }
}
