package dev.motet.engine;

import dev.motet.core.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Sends the connections of a program to an inbound of an instance: HTTP to `http` and `mixed`, all
/// else to `socks` and `mixed`. The inbound's address is asked for each time, so that a reload
/// counts.
final class InboundProxySelector extends ProxySelector {
  private final Log log = Log.named("embedded");
  private final String type;
  private final Supplier<InetSocketAddress> address;

  /// @param type of the inbound: socks, http or mixed
  InboundProxySelector(String type, Supplier<InetSocketAddress> address) {
    this.type = type;
    this.address = address;
  }

  @Override
  public List<Proxy> select(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("http") || scheme.equals("https");
    Proxy.Type kind =
        type.equals("socks") || (type.equals("mixed") && !http)
            ? Proxy.Type.SOCKS
            : Proxy.Type.HTTP;
    return List.of(new Proxy(kind, address.get()));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException cause) {
    log.debug(null, "{} through {}: {}", uri.getHost(), proxy, String.valueOf(cause.getMessage()));
  }
}
