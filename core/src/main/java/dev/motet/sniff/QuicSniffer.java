package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.io.TruncatedException;
import dev.motet.option.Sniffer;
import dev.motet.quic.frame.Frame;
import dev.motet.quic.frame.InitialFrames;
import dev.motet.quic.packet.LongHeader;
import dev.motet.quic.packet.PacketProtection;
import dev.motet.quic.packet.QuicVersion;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// QUIC: Initial packets that their own keys open, and the ClientHello in them, over as many
/// packets as it takes (inventory SN-8).
final class QuicSniffer implements PacketSniffer {
  /// Each can ask for keys of its own, and a datagram holds more than a thousand.
  private static final int MAX_INITIALS = 32;

  private static final Sniffed.Found WITHOUT_HELLO = new Sniffed.Found(Sniffer.QUIC, null, null);

  private static final Sniffed.Found BEGUN =
      new Sniffed.Found(Sniffer.QUIC, null, QuicClient.CHROMIUM);

  private record Keys(QuicVersion version, byte[] id, PacketProtection protection) {
    static Keys of(LongHeader header) {
      QuicVersion version = header.version();
      byte[] id = header.destinationId();
      return new Keys(version, id, PacketProtection.initialClient(version, id));
    }
  }

  private final CryptoAssembly assembly = new CryptoAssembly();

  /// Frames of the last Initial packet.
  private List<Frame> layout = List.of();

  /// Initial packets so far.
  private int initials;

  private boolean tooLong;
  private @Nullable Keys keys;

  @Override
  public Sniffed recognise(ByteReader datagram) throws ProtocolException {
    byte[] bytes = datagram.bytes(datagram.remaining());
    try {
      int at = 0;
      while (at < bytes.length) {
        at = packet(bytes, at);
      }
    } catch (ProtocolException e) {
      if (initials == 0) {
        throw e;
      }
      // behind a first Initial anything may come: early data, padding outside of packets, too much
    }
    if (initials == 0) {
      throw new ProtocolException("no packet");
    }
    return hello();
  }

  /// @return where the next packet begins
  private int packet(byte[] bytes, int at) throws ProtocolException {
    LongHeader header = LongHeader.read(new ByteReader(bytes, at, bytes.length));
    int end = at + header.packetBytes();
    if (header.type() == LongHeader.Type.INITIAL) {
      if (initials == MAX_INITIALS) {
        throw new ProtocolException("more than " + MAX_INITIALS + " Initial packets");
      }
      byte[] packet = Arrays.copyOfRange(bytes, at, end);
      take(protection(header).open(packet, header.bytes(), -1));
    } else if (initials == 0) {
      throw new ProtocolException(header.type() + " packet (expected: INITIAL first)");
    }
    return end;
  }

  /// Derived once for all packets to the same id: it costs half of what sniffing does.
  private PacketProtection protection(LongHeader header) {
    Keys last = keys;
    if (last == null
        || last.version != header.version()
        || !Arrays.equals(last.id, header.destinationId())) {
      last = Keys.of(header);
      keys = last;
    }
    return last.protection;
  }

  private void take(PacketProtection.Opened packet) throws ProtocolException {
    layout = InitialFrames.read(new ByteReader(packet.payload()));
    initials++;
    for (Frame frame : layout) {
      if (frame instanceof Frame.Crypto piece) {
        tooLong |= !assembly.add(piece);
      }
    }
  }

  /// Who needs several packets counts as Chromium: its hellos were the first to be that long, and
  /// sing-box calls them all so.
  private Sniffed hello() {
    if (tooLong) {
      return WITHOUT_HELLO;
    }
    try {
      ClientHello hello = ClientHelloReader.readMessage(assembly.contiguous());
      String client = initials == 1 ? QuicClient.of(layout, hello) : QuicClient.CHROMIUM;
      String name = Domains.claimed(hello.extensions().serverName());
      return new Sniffed.Found(Sniffer.QUIC, name, client);
    } catch (TruncatedException _) {
      return new Sniffed.More(BEGUN);
    } catch (ProtocolException _) {
      return WITHOUT_HELLO; // QUIC all the same: its keys opened it
    }
  }
}
