package dev.motet.dns.server;

import dev.motet.core.Env;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Name;
import dev.motet.dns.message.Question;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.ResourceRecord;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.option.DialOptions;
import dev.motet.option.RecordTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/// Asks the servers of resolv.conf in turn, as a stub resolver does, over sockets that the dial
/// fields describe. Thread-safe.
final class ConfiguredResolver implements AutoCloseable {
  private static final Path FILE = Path.of("/etc/resolv.conf");
  private static final int PORT = 53;

  private final Env env;
  private final DialOptions dial;
  private final ToIntFunction<InetAddress> ports;
  private final HostsFile hosts;
  private final FreshFile<ResolvConf> file;
  private final AtomicInteger turn = new AtomicInteger();

  /// Guarded by itself.
  private final Map<InetAddress, UdpServer> servers = new HashMap<>();

  ConfiguredResolver(Env env, DialOptions dial) {
    this(env, dial, Path.of(HostsServer.systemFile()), FILE, _ -> PORT);
  }

  /// @param ports where each server listens
  ConfiguredResolver(
      Env env, DialOptions dial, Path hosts, Path resolvConf, ToIntFunction<InetAddress> ports) {
    this.env = env;
    this.dial = dial;
    this.ports = ports;
    this.hosts = new HostsFile(hosts, env.log(), env.resources().timeouts());
    this.file =
        new FreshFile<>(resolvConf, ResolvConf::parse, env.log(), env.resources().timeouts());
  }

  Message exchange(Message query) throws IOException {
    Question question = query.question();
    ResolvConf conf = file.content();
    if (question == null || !isForAddresses(question)) {
      return ask(query, conf);
    }
    String host = question.name().host();
    List<InetAddress> listed = hosts.addresses(HostsServer.key(host));
    if (listed != null) {
      return query.reply(Rcode.NOERROR, HostsServer.records(question, listed, LocalServer.TTL));
    }
    Message answer = query.reply(Rcode.NXDOMAIN, List.of());
    for (Name candidate : conf.candidates(question.name())) {
      Question asked = new Question(candidate, question.type(), question.klass());
      answer = ask(query.withQuestion(asked), conf);
      if (answer.rcode() == Rcode.NOERROR) {
        return asked.equals(question) ? answer : query.reply(Rcode.NOERROR, of(question, answer));
      }
    }
    return answer.withQuestion(question);
  }

  /// The addresses that were found for what the name was taken for.
  private static List<ResourceRecord> of(Question question, Message answer) {
    List<ResourceRecord> records = new ArrayList<>();
    for (ResourceRecord record : answer.answers()) {
      InetAddress address = record.address();
      if (address != null) {
        records.add(ResourceRecord.address(question.name(), record.ttl(), address));
      }
    }
    return records;
  }

  static boolean isForAddresses(Question question) {
    return question.klass() == Question.INTERNET
        && (question.type() == RecordTypes.A || question.type() == RecordTypes.AAAA);
  }

  private Message ask(Message query, ResolvConf conf) throws IOException {
    List<InetAddress> order = new ArrayList<>(conf.servers());
    if (conf.rotate()) {
      Collections.rotate(order, -Math.floorMod(turn.getAndIncrement(), order.size()));
    }
    Message refused = null;
    IOException failure = null;
    for (int attempt = 0; attempt < conf.attempts(); attempt++) {
      for (InetAddress address : order) {
        try {
          Message answer = ask(query, server(address, conf), conf);
          if (answer.rcode() != Rcode.SERVFAIL && answer.rcode() != Rcode.REFUSED) {
            return answer;
          }
          refused = answer;
        } catch (IOException e) {
          failure = e;
        }
      }
    }
    if (refused != null) {
      return refused;
    }
    throw failure == null
        ? new DialException(DialException.Reason.DNS, "no server in resolv.conf")
        : failure;
  }

  private static Message ask(Message query, UdpServer server, ResolvConf conf) throws IOException {
    return conf.overTcp()
        ? server.exchangeOverTcp(query)
        : server.exchange(query, List.<Duration>of(conf.timeout()));
  }

  private UdpServer server(InetAddress address, ResolvConf conf) {
    synchronized (servers) {
      servers
          .entrySet()
          .removeIf(known -> {
            boolean gone = !conf.servers().contains(known.getKey());
            if (gone) {
              known.getValue().close();
            }
            return gone;
          });
      return servers.computeIfAbsent(address, this::server);
    }
  }

  private UdpServer server(InetAddress address) {
    return new UdpServer(
        env, new RemoteServerOptions(new Destination.Ip(address, ports.applyAsInt(address)), dial));
  }

  void networkChanged() {
    synchronized (servers) {
      servers.values().forEach(UdpServer::networkChanged);
    }
  }

  @Override
  public void close() {
    synchronized (servers) {
      servers.values().forEach(UdpServer::close);
      servers.clear();
    }
  }
}
