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
    if (last != null && SockAddr.same(at, offset, rawSegment, 0)) {
      return last;
    }
    Destination.Ip next =
        new Destination.Ip(SockAddr.address(at, offset), SockAddr.port(at, offset));
    remember(next, at, offset, SockAddr.MAX_BYTES);
    return next;
  }

  /// Writes the address of a packet to be sent.
  ///
  /// @return bytes written
  int write(MemorySegment at, long offset, int family, Destination.Ip to) {
    if (to.equals(known)) {
      MemorySegment.copy(raw, 0, at, ValueLayout.JAVA_BYTE, offset, rawBytes);
    } else {
      int bytes = SockAddr.write(at, offset, family, to.address(), to.port());
      remember(to, at, offset, bytes);
    }
    return rawBytes;
  }

  private void remember(Destination.Ip remote, MemorySegment at, long offset, int bytes) {
    MemorySegment.copy(at, ValueLayout.JAVA_BYTE, offset, raw, 0, bytes);
    rawBytes = bytes;
    known = remote;
  }
}
