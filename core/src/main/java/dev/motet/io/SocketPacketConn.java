package dev.motet.io;

import java.net.InetSocketAddress;

/// A bare UDP socket. Its packets' remote ends are always [Destination.Ip]; sending to a name is an
/// error of the caller.
public interface SocketPacketConn extends PacketConn {
  /// The address bound, with the real port.
  InetSocketAddress localAddress();

  /// False once it was closed, from wherever.
  boolean isOpen();

  /// Packets dropped because they were too long for their slot, or refused by the system.
  long dropped();
}
