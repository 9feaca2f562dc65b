package dev.motet.dns;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.IpLiteral;
import dev.motet.json.Fields;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Answers from lists of names: written in the configuration, else in files (inventory DS-2).
public final class HostsServer implements DnsServer {
  public static final ComponentType<Options, DnsServer> TYPE =
      new ComponentType<>("hosts", Options::decode, HostsServer::of);

  private final Map<String, List<InetAddress>> predefined;
  private final List<HostsFile> files;

  HostsServer(Map<String, List<InetAddress>> predefined, List<HostsFile> files) {
    this.predefined = Map.copyOf(predefined);
    this.files = List.copyOf(files);
  }

  private static HostsServer of(Env env, Options options) {
    List<String> paths = options.path().isEmpty() ? List.of(systemFile()) : options.path();
    return new HostsServer(
        options.predefined(),
        paths.stream()
            .map(path -> new HostsFile(Path.of(path), env.log(), env.resources().timeouts()))
            .toList());
  }

  @Override
  public List<InetAddress> lookup(String name) throws IOException {
    String key = key(name);
    List<InetAddress> known = predefined.get(key);
    if (known != null) {
      return known;
    }
    for (HostsFile file : files) {
      List<InetAddress> listed = file.addresses(key);
      if (!listed.isEmpty()) {
        return listed;
      }
    }
    throw new DialException(Reason.DNS, "lookup " + name + ": not in the hosts lists");
  }

  /// Names are equal in any case, with or without the final dot.
  static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static String systemFile() {
    String windows = System.getenv("SystemRoot");
    return windows == null ? "/etc/hosts" : windows + "\\System32\\drivers\\etc\\hosts";
  }

  /// @param path hosts files; the system's when empty
  /// @param predefined addresses by name, in the form of [#key]
  record Options(List<String> path, Map<String, List<InetAddress>> predefined) {
    static Options decode(Fields f) {
      Map<String, List<InetAddress>> predefined = new LinkedHashMap<>();
      f.headers("predefined")
          .forEach((name, texts) -> predefined.put(key(name), addresses(f, name, texts)));
      return new Options(f.strings("path"), predefined);
    }

    private static List<InetAddress> addresses(Fields f, String name, List<String> texts) {
      List<InetAddress> addresses = new ArrayList<>();
      for (String text : texts) {
        InetAddress address = IpLiteral.parse(text);
        if (address == null) {
          f.invalid("predefined", "\"" + text + "\" of " + name + " is not an IP address");
        } else {
          addresses.add(address);
        }
      }
      return addresses;
    }
  }
}
