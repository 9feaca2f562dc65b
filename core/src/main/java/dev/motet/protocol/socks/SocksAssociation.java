package dev.motet.protocol.socks;

import dev.motet.core.Resources;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.PacketConn;
import dev.motet.io.RewritingPacketConn;
import java.io.IOException;

/// A UDP association together with the TCP connection that it lives and dies with.
final class SocksAssociation extends RewritingPacketConn {
  private final Conn control;

  private SocksAssociation(PacketConn packets, Conn control) {
    super(packets);
    this.control = control;
  }

  /// Ends the packets when the peer ends `control`, and the other way round.
  static SocksAssociation of(PacketConn packets, Conn control, Resources resources) {
    SocksAssociation association = new SocksAssociation(packets, control);
    resources.start("socks-association", association::watch);
    return association;
  }

  @Override
  public void abort(IOException reason) {
    below.abort(reason);
    control.close();
  }

  @Override
  public void close() {
    below.close();
    control.close();
  }

  /// Nothing is to be said on the TCP connection any more: it is read for its end only.
  private void watch() {
    Buffer ignored = Buffer.allocate(64);
    try {
      while (control.read(ignored) >= 0) {
        ignored.clear();
      }
      abort(new IOException("peer closed the association"));
    } catch (IOException e) {
      abort(e);
    }
  }
}
