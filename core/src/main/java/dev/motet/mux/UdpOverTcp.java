package dev.motet.mux;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.io.AddressCodec;
import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.PacketConn;
import dev.motet.io.ProtocolException;
import dev.motet.io.StreamReader;
import java.io.IOException;

/// UDP over TCP: packets as frames in a stream to a magic destination, which any inbound of the
/// other side may meet. Version 1 begins with the first frame, version 2 with a request.
public final class UdpOverTcp {
  /// The destination of version 1.
  public static final String MAGIC_1 = "sp.udp-over-tcp.arpa";

  /// The destination of version 2.
  public static final String MAGIC_2 = "sp.v2.udp-over-tcp.arpa";

  private UdpOverTcp() {}

  /// A stream that was understood.
  ///
  /// @param destination where its first packet goes, for rules
  public record Accepted(Destination destination, PacketConn packets) {}

  /// Whether a stream to this destination is to be given to [#accept].
  public static boolean isMagic(Destination destination) {
    return destination instanceof Destination.Name(String host, _)
        && (host.equals(MAGIC_1) || host.equals(MAGIC_2));
  }

  /// The server's side: reads the request (version 2) or the first address (version 1), so the
  /// client must have its positive answer before. Blocks; the packets own `conn`.
  public static Accepted accept(Destination magic, Conn conn) throws IOException {
    StreamReader in = new StreamReader(conn, 1 + AddressCodec.MAX_BYTES);
    if (magic.host().equals(MAGIC_1)) {
      FirstAddress first = in.read(FirstAddress::read);
      Conn rest = in.rest();
      return new Accepted(first.destination, UotPackets.accepted(rest, null, first.destination));
    }
    Request request = in.read(Request::read);
    Destination fixed = request.connect ? request.destination : null;
    return new Accepted(request.destination, UotPackets.accepted(in.rest(), fixed, null));
  }

  /// The client's side: opens a stream through `streams` whose frames go to any destination.
  ///
  /// @param version 1 or 2
  public static PacketConn bind(Dialer streams, DialRequest request, int version)
      throws IOException {
    Destination magic = new Destination.Name(version == 1 ? MAGIC_1 : MAGIC_2, 0);
    Buffer header = Buffer.allocate(1 + AddressCodec.MAX_BYTES);
    if (version == 2) {
      new Request(false, request.to()).write(new ByteWriter(header));
    }
    return UotPackets.dialled(streams.dial(request.withDestination(magic)), header);
  }

  /// What a client of version 2 wants.
  ///
  /// @param connect frames carry no addresses: all go to `destination`
  record Request(boolean connect, Destination destination) {
    // connect (u8), address (SOCKS form)
    static Request read(ByteReader in) throws ProtocolException {
      boolean connect = in.u8() != 0;
      return new Request(connect, AddressCodec.SOCKS.read(in));
    }

    void write(ByteWriter out) throws IOException {
      out.u8(connect ? 1 : 0);
      AddressCodec.SOCKS.write(out, destination);
    }
  }

  /// The address of the first frame.
  private record FirstAddress(Destination destination) {
    static FirstAddress read(ByteReader in) throws ProtocolException {
      return new FirstAddress(AddressCodec.UOT.read(in));
    }
  }
}
