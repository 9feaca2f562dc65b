package dev.motet.dns.server;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Question;
import dev.motet.dns.message.Rcode;
import dev.motet.io.DialException;
import dev.motet.option.DialOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers as the operating system does: addresses through its resolver with all that it is set up
/// for, other records from the servers in resolv.conf (inventory DS-1). With dial fields that
/// change sockets, addresses come from there too.
public final class LocalServer implements DnsServer {
  public static final ComponentType<LocalServerOptions, DnsServer> TYPE =
      new ComponentType<>("local", LocalServerOptions::decode, LocalServer::new);

  /// Seconds that a client may keep an address that came without any: as long as the JDK does.
  static final long TTL = 30;

  /// Null where dial fields change sockets.
  private final @Nullable OsResolver system;

  private final ConfiguredResolver configured;

  LocalServer(Env env, LocalServerOptions options) {
    this.system =
        options.changesSockets()
            ? null
            : new OsResolver(InetAddress::getAllByName, env.resources().timeouts());
    this.configured = new ConfiguredResolver(env, options.dial());
  }

  /// What an instance has when its configuration lists no server.
  public static DnsServer implicit(Env env) {
    return new LocalServer(env, new LocalServerOptions(DialOptions.DEFAULT));
  }

  @Override
  public Message exchange(Message query) throws IOException {
    Question question = query.question();
    OsResolver os = system;
    if (os == null || question == null || !ConfiguredResolver.isForAddresses(question)) {
      return configured.exchange(query);
    }
    try {
      List<InetAddress> known = os.lookup(question.name().host());
      return query.reply(Rcode.NOERROR, HostsServer.records(question, known, TTL));
    } catch (DialException e) {
      if (e.getCause() instanceof UnknownHostException) {
        return query.reply(Rcode.NXDOMAIN, List.of());
      }
      throw e;
    }
  }

  @Override
  public @Nullable List<InetAddress> lookup(String name) throws IOException {
    OsResolver os = system;
    return os == null ? null : os.lookup(name);
  }

  @Override
  public void networkChanged() {
    configured.networkChanged();
  }

  @Override
  public void close() {
    OsResolver os = system;
    if (os != null) {
      os.close();
    }
    configured.close();
  }
}
