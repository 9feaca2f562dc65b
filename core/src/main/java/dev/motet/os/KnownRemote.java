package dev.motet.os;

import dev.motet.io.Destination;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

// hot
/// The last remote end of a UDP socket in one direction, as an object and as `sockaddr`: the next
/// packet mostly has the same, and costs nothing to translate. Of one thread at a time.
final class KnownRemote {
  private final byte[] raw = new byte[SockAddr.MAX_BYTES];
  private final MemorySegment rawSegment = MemorySegment.ofArray(raw);
  private int rawBytes;
  private Destination.@Nullable Ip known;

  /// Reads the address of a received packet.
  Destination.Ip read(MemorySegment at, long offset) throws IOException {
    Destination.Ip last = known;
    if (last != null && isSame(at, offset)) {
      return last;
    }
    known = null; // an address that cannot be read leaves none
    MemorySegment.copy(at, ValueLayout.JAVA_BYTE, offset, raw, 0, SockAddr.MAX_BYTES);
    Destination.Ip next = new Destination.Ip(SockAddr.address(raw), SockAddr.port(raw));
    rawBytes = SockAddr.MAX_BYTES;
    known = next;
    return next;
  }

  /// Writes the address of a packet to be sent.
  ///
  /// @return bytes written
  int write(MemorySegment at, long offset, int family, Destination.Ip to) {
    if (!to.equals(known)) {
      rawBytes = SockAddr.write(raw, family, to.address(), to.port());
      known = to;
    }
    MemorySegment.copy(raw, 0, at, ValueLayout.JAVA_BYTE, offset, rawBytes);
    return rawBytes;
  }

  /// Whether family, address and port are those of the last one.
  private boolean isSame(MemorySegment at, long offset) {
    boolean v4 = at.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset) == SockAddr.AF_INET;
    long bytes = v4 ? 8 : SockAddr.MAX_BYTES;
    return MemorySegment.mismatch(at, offset, offset + bytes, rawSegment, 0, bytes) < 0;
  }
}
