package dev.motet.io;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

// hot
/// Reads and writes the address in front of each packet of one direction, and remembers the last
/// one: packets of one flow cost a comparison and no allocation. One thread at a time.
public final class AddressMemo {
  private final AddressCodec codec;
  private byte[] lastBytes = {};
  private @Nullable Destination last;

  public AddressMemo(AddressCodec codec) {
    this.codec = codec;
  }

  /// Takes the address off the front of `packet`.
  public Destination read(Buffer packet) throws ProtocolException {
    int length = lastBytes.length;
    Destination known = last;
    if (known != null
        && packet.length() >= length
        && Arrays.equals(lastBytes, 0, length, packet.array, packet.from, packet.from + length)) {
      packet.from += length;
      return known;
    }
    ByteReader in = new ByteReader(packet);
    Destination read = codec.read(in);
    lastBytes = Arrays.copyOfRange(packet.array, packet.from, in.position());
    last = read;
    packet.from = in.position();
    return read;
  }

  /// The bytes of an address, which the caller must not change.
  public byte[] bytes(Destination to) throws DialException {
    if (!to.equals(last)) {
      lastBytes = codec.bytes(to);
      last = to;
    }
    return lastBytes;
  }
}
