package dev.motet.dns;

import dev.motet.core.Env;
import dev.motet.core.Log;
import dev.motet.io.Timeouts;
import dev.motet.option.DnsServerOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes the servers that a configuration lists.
public final class DnsServers {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

  private DnsServers() {}

  /// A server that is not started.
  public static DnsServer of(Env env, DnsServerOptions options) {
    return switch (options) {
      case DnsServerOptions.Local _ -> system(env);
      case DnsServerOptions.Hosts h ->
          new HostsServer(h.predefined(), files(h.path(), env.log(), env.resources().timeouts()));
    };
  }

  /// What an instance has when its configuration lists no server.
  public static DnsServer system(Env env) {
    return new LocalServer(InetAddress::getAllByName, env.resources().timeouts());
  }

  private static List<HostsFile> files(List<String> paths, Log log, Timeouts clock) {
    return (paths.isEmpty() ? List.of(systemFile()) : paths)
        .stream()
            .map(path -> new HostsFile(Path.of(expanded(path, System::getenv)), log, clock))
            .toList();
  }

  private static String systemFile() {
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
}
