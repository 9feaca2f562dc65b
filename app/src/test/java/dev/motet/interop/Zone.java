package dev.motet.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A zone full of odd records, and the server (BIND) that has authority for it.
final class Zone {
  private static final String RECORDS =
      """
      $TTL 300
      @ IN SOA ns.zone.test. admin.zone.test. 1 3600 600 86400 60
      @ NS ns
      ns A 127.0.0.1
      a A 192.0.2.1
      a A 192.0.2.2
      a AAAA 2001:db8::1
      four 120 A 192.0.2.4
      six AAAA 2001:db8::6
      c CNAME a
      cc CNAME c
      dangling CNAME nowhere
      mx MX 10 a
      mx MX 20 ns
      txt TXT "hello" "world \\"x\\"" ""
      svc HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1
      svcb SVCB 2 a port=8443
      srv SRV 1 2 80 a
      ptr PTR a
      caa CAA 0 issue "x.test"
      naptr NAPTR 100 10 "u" "sip" "!^.*$!sip:x@y!" .
      rp RP admin txt
      afsdb AFSDB 1 a
      loc LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
      unknown TYPE65280 \\# 4 01020304
      *.wild A 192.0.2.77
      _under._score TXT "u"
      deep.empty A 192.0.2.6
      del NS ns.del
      ns.del A 127.0.0.9
      """;

  /// Questions whose answers are compared: names in the zone and types.
  static final List<String> QUESTIONS =
      List.of(
          "a A",
          "a AAAA",
          "A A",
          "four A",
          "four AAAA",
          "six A",
          "six AAAA",
          "c A",
          "cc AAAA",
          "dangling A",
          "mx MX",
          "txt TXT",
          "svc HTTPS",
          "svcb SVCB",
          "srv SRV",
          "ptr PTR",
          "caa CAA",
          "naptr NAPTR",
          "rp RP",
          "afsdb AFSDB",
          "loc LOC",
          "unknown TYPE65280",
          "x.wild A",
          "y.z.wild A",
          "x.wild MX",
          "_under._score TXT",
          "empty A",
          "deep.empty A",
          "none A",
          "none.of.this TXT",
          "x.del A",
          "big TXT",
          "many A",
          "ns A",
          "a ANY");

  private Zone() {}

  /// @param folder for its files
  static PeerProcess serve(Path folder, int port) throws IOException, InterruptedException {
    String big =
        IntStream.range(0, 60)
            .mapToObj(i -> "big TXT \"" + "x".repeat(100) + i + "\"\n")
            .collect(Collectors.joining());
    String many =
        IntStream.range(1, 90)
            .mapToObj(i -> "many A 192.0.2." + i + "\n")
            .collect(Collectors.joining());
    Path zone = folder.resolve("zone.test");
    Files.writeString(zone, RECORDS + big + many);
    Path configuration = folder.resolve("named.conf");
    Files.writeString(
        configuration,
        """
        options {
          directory "%1$s"; pid-file "%1$s/pid"; session-keyfile "%1$s/key";
          listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
          recursion no; allow-query { any; }; dnssec-validation no;
          rrset-order { order fixed; };
        };
        controls {};
        zone "zone.test" { type primary; file "%3$s"; check-names ignore; };
        """
            .formatted(folder, port, zone));
    return PeerProcess.start(
            folder, Map.of(), Peer.BIND.require().toString(), "-g", "-c", configuration.toString())
        .awaitOutput("all zones loaded") // until then it answers SERVFAIL
        .awaitPort(port);
  }
}
