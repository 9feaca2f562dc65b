package dev.motet.dns.server;

import dev.motet.core.Log;
import dev.motet.io.IpLiteral;
import dev.motet.io.Timeouts;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of lines `address name name …`. Thread-safe.
final class HostsFile {
  private final FreshFile<Map<String, List<InetAddress>>> file;

  HostsFile(Path path, Log log, Timeouts clock) {
    this.file = new FreshFile<>(path, HostsFile::parse, log, clock);
  }

  /// Null when the name is not listed, or the file cannot be read.
  ///
  /// @param key the name as [HostsServer#key] makes it
  @Nullable List<InetAddress> addresses(String key) {
    return file.content().get(key);
  }

  /// Lines that are no entry are skipped, as every system does.
  static Map<String, List<InetAddress>> parse(String text) {
    Map<String, List<InetAddress>> entries = new HashMap<>();
    text.lines()
        .map(line -> line.split("#", 2)[0].strip().split("\\s+"))
        .forEach(words -> {
          InetAddress address = IpLiteral.parse(words[0]);
          for (int i = 1; i < words.length && address != null; i++) {
            entries
                .computeIfAbsent(HostsServer.key(words[i]), _ -> new ArrayList<>(1))
                .add(address);
          }
        });
    return entries;
  }
}
