package dev.motet.core;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// Turns names into addresses. Blocks the calling virtual thread, never its carrier.
public interface Dns {
  /// @return addresses in the order to try, at least one
  /// @throws dev.motet.io.DialException with reason DNS when there is none
  List<InetAddress> lookup(DnsQuery query) throws IOException;
}
