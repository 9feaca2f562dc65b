package dev.motet.junit;

import java.time.Duration;

/// Something that goes wrong on the way to a destination.
public sealed interface Fault {
  /// Everything that comes back arrives this much later; throughput stays what it was.
  record Latency(Duration time) implements Fault {
    public Latency {
      if (time.isNegative()) {
        throw new IllegalArgumentException("latency " + time + " (expected: not negative)");
      }
    }
  }

  /// At most this many bytes a second, in each direction of each connection.
  record Bandwidth(long bytesPerSecond) implements Fault {
    public Bandwidth {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException(
            "bandwidth " + bytesPerSecond + " (expected: at least 1)");
      }
    }
  }

  /// The connection is reset once this many bytes went through, both directions together; 0 resets
  /// it at the first.
  record Reset(long afterBytes) implements Fault {}

  /// The connection opens, and nothing that is sent arrives anywhere.
  record Blackhole() implements Fault {}

  /// The name does not exist.
  record DnsFailure() implements Fault {}

  /// The destination refuses the connection.
  record Refused() implements Fault {}
}
