package dev.motet.core;

import dev.motet.io.Conn;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns names into addresses, and answers the DNS queries of clients. Blocks the calling virtual
/// thread, never its carrier.
public interface Dns {
  /// @return addresses in the order to try, at least one
  /// @throws dev.motet.io.DialException with reason DNS when there is none
  List<InetAddress> lookup(DnsQuery query) throws IOException;

  /// As [#lookup], for what is dialled: a query that names no server is answered as
  /// `route.default_domain_resolver` says (inventory SH-7).
  default List<InetAddress> resolve(DnsQuery query) throws IOException {
    return lookup(query);
  }

  /// The `ECHConfigList` that the HTTPS record of a name holds (RFC 9848, key 5 of RFC 9460
  /// 14.3.2), as long as the record may be kept; null when the name has none. The strategy does not
  /// count.
  ///
  /// @throws dev.motet.io.DialException with reason DNS when no server answers
  default byte @Nullable [] echConfigs(DnsQuery query) throws IOException {
    return null;
  }

  /// Answers the queries of a stream, each behind its length (RFC 1035 4.2.2), until the client
  /// ends it or says nothing for 10 s (inventory DX-14). Leaves closing to the caller.
  ///
  /// @throws IOException when the client's bytes are not allowed, or it is gone
  void serve(Session session, Conn conn) throws IOException;

  /// Answers a query in each packet, from the address it was sent to, until nothing came for 10 s.
  /// Leaves closing to the caller.
  void serve(Session session, PacketConn conn) throws IOException;

  /// The name that a client was told this address for (`dns.reverse_mapping`, inventory DNS-6), as
  /// it asked; null when none was. Does not block.
  default @Nullable String nameOf(InetAddress address) {
    return null;
  }
}
