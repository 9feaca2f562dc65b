package dev.motet.protocol.shadowtls;

import dev.motet.suite.ProxyPair;
import dev.motet.suite.ProxySuite;
import dev.motet.testkit.TestCertificate;
import dev.motet.testkit.TlsSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;

/// UT-25: SOCKS through ShadowTLS of each version, behind the handshake of a server of the JDK.
class ShadowTlsSelfTest extends ProxySuite {
  private static TlsSite oldSite;
  private static TlsSite newSite;

  static Stream<Arguments> pairs() throws Exception {
    if (oldSite == null) {
      Path folder = Files.createTempDirectory("site");
      TestCertificate certificate = TestCertificate.create(folder);
      oldSite = new TlsSite(certificate.server(), "TLSv1.2");
      newSite = new TlsSite(certificate.server(), "TLSv1.3");
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    return onAllBackEnds(
        pair("version 1", 1, oldSite, "\"insecure\": true"),
        pair("version 2", 2, oldSite, "\"insecure\": true"),
        pair("version 3", 3, newSite, "\"insecure\": true"),
        pair(
            "version 3 as Chrome",
            3,
            newSite,
            "\"insecure\": true, \"utls\": {\"enabled\": true, \"fingerprint\": \"chrome\"}"));
  }

  @AfterAll
  static void close() throws Exception {
    oldSite.close();
    newSite.close();
  }

  private static ProxyPair pair(String name, int version, TlsSite site, String tls) {
    return new ProxyPair(
        name,
        """
        "type": "shadowtls", "version": %d, "password": "p",
        "users": [{"name": "other", "password": "o"}, {"name": "u", "password": "p"}],
        "handshake": {"server": "127.0.0.1", "server_port": %d}, "strict_mode": true,
        "detour": "inner"}, {"type": "socks", "tag": "inner"
        """
            .formatted(version, site.port()),
        """
        "type": "shadowtls", "version": %d, "password": "p", "tls": {"enabled": true, %s}},
        {"type": "socks", "tag": "inner", "server": "192.0.2.1", "server_port": 1,
        "detour": "out"
        """
            .formatted(version, tls),
        false,
        "{}, \"route\": {\"final\": \"inner\"}");
  }
}
