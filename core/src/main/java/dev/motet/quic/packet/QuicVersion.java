package dev.motet.quic.packet;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A version of QUIC, and what differs between them on the wire.
public enum QuicVersion {
  /// The last draft that was deployed.
  DRAFT_29(0xff00_001dL, "afbfec289993d24c9e9786f19c6111e04390a899", "quic "),
  /// RFC 9001 5.2
  V1(0x0000_0001L, "38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "quic "),
  /// RFC 9369 3
  V2(0x6b33_43cfL, "0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2 ");

  private final long number;
  private final String initialSalt;
  private final String labelPrefix;

  QuicVersion(long number, String initialSalt, String labelPrefix) {
    this.number = number;
    this.initialSalt = initialSalt;
    this.labelPrefix = labelPrefix;
  }

  /// Null for another one.
  public static @Nullable QuicVersion of(long number) {
    for (QuicVersion version : values()) {
      if (version.number == number) {
        return version;
      }
    }
    return null;
  }

  public long number() {
    return number;
  }

  byte[] initialSalt() {
    return HexFormat.of().parseHex(initialSalt);
  }

  /// The label that keys of this version are derived with.
  ///
  /// @param name `key`, `iv`, `hp` or `ku`
  String label(String name) {
    return labelPrefix + name;
  }

  /// What the two bits in the first byte of a long header mean.
  LongHeader.Type type(int bits) {
    // RFC 9369 3.2: one further than in version 1
    return LongHeader.Type.values()[this == V2 ? (bits + 3) % 4 : bits];
  }
}
