package dev.motet.dns;

import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// Answers as the operating system does: its hosts file, its resolver (inventory DS-1).
final class LocalServer implements DnsServer {
  private final OsResolver resolver;

  LocalServer(OsResolver.Question question, Timeouts timeouts) {
    this.resolver = new OsResolver(question, timeouts);
  }

  @Override
  public List<InetAddress> lookup(String name) throws IOException {
    return resolver.lookup(name);
  }

  @Override
  public void close() {
    resolver.close();
  }
}
