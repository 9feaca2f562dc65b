package dev.motet.dns;

import dev.motet.core.Lifecycle;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// One entry of `dns.servers`. Thread-safe; blocks the calling virtual thread, never its carrier.
public interface DnsServer extends Lifecycle {
  /// All addresses of the name, of both families, in any order; empty when the name exists without
  /// any.
  ///
  /// @throws dev.motet.io.DialException with reason DNS when there is no such name or no answer
  List<InetAddress> lookup(String name) throws IOException;
}
