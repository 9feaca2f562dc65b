package dev.motet.dns.server;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Question;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.ResourceRecord;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers from lists of names: written in the configuration, else in files (inventory DS-2).
public final class HostsServer implements DnsServer {
  public static final ComponentType<HostsServerOptions, DnsServer> TYPE =
      new ComponentType<>("hosts", HostsServerOptions::decode, HostsServer::new);

  /// Seconds that a client may keep an answer.
  private static final long TTL = 600;

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

  private final Map<String, List<InetAddress>> predefined;
  private final List<HostsFile> files;

  HostsServer(Env env, HostsServerOptions options) throws IOException {
    this(options.predefined(), files(env, options.path()));
  }

  HostsServer(Map<String, List<InetAddress>> predefined, List<HostsFile> files) {
    Map<String, List<InetAddress>> byKey = new HashMap<>();
    predefined.forEach((name, addresses) -> byKey.put(key(name), List.copyOf(addresses)));
    this.predefined = Map.copyOf(byKey);
    this.files = List.copyOf(files);
  }

  @Override
  public Message exchange(Message query) {
    Question question = query.question();
    List<InetAddress> known = question == null ? null : find(question.name().host());
    return question == null || known == null
        ? query.reply(Rcode.NXDOMAIN, List.of())
        : query.reply(Rcode.NOERROR, records(question, known, TTL));
  }

  @Override
  public List<InetAddress> lookup(String name) throws IOException {
    List<InetAddress> known = find(name);
    if (known == null) {
      throw new DialException(Reason.DNS, "lookup " + name + ": not in the hosts lists");
    }
    return known;
  }

  @Override
  public boolean isRemembered() {
    return false;
  }

  private @Nullable List<InetAddress> find(String name) {
    String key = key(name);
    List<InetAddress> known = predefined.get(key);
    for (HostsFile file : files) {
      known = known == null ? file.addresses(key) : known;
    }
    return known;
  }

  /// Those of the addresses that the question asks for; none of a question for anything else.
  static List<ResourceRecord> records(Question question, List<InetAddress> known, long ttl) {
    return known.stream()
        .map(address -> ResourceRecord.address(question.name(), ttl, address))
        .filter(record -> record.type() == question.type() && record.klass() == question.klass())
        .toList();
  }

  private static List<HostsFile> files(Env env, List<String> paths) throws IOException {
    try {
      return (paths.isEmpty() ? List.of(systemFile()) : paths)
          .stream()
              .map(path -> Path.of(expanded(path, System::getenv)))
              .map(path -> new HostsFile(path, env.log(), env.resources().timeouts()))
              .toList();
    } catch (InvalidPathException e) {
      throw new IOException("`path` is none: " + e.getMessage(), e);
    }
  }

  static String systemFile() {
    String windows = System.getenv("SystemRoot");
    return windows == null ? "/etc/hosts" : windows + "\\System32\\drivers\\etc\\hosts";
  }

  /// `$NAME` and `${NAME}` become what the environment says, nothing when it says nothing
  /// (inventory EV-6).
  static String expanded(String path, UnaryOperator<@Nullable String> environment) {
    return VARIABLE
        .matcher(path)
        .replaceAll(match -> {
          String name = match.group(1) == null ? match.group(2) : match.group(1);
          String value = environment.apply(name);
          return value == null ? "" : Matcher.quoteReplacement(value);
        });
  }

  /// Names are equal in any case, with or without the final dot.
  static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
