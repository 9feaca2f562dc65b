package dev.motet.interop;

import dev.motet.testkit.Echo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Motet's socks and http outbounds against the proxy servers that people run.
@Tag("interop")
class UpstreamInteropTest {
  private static final int MIB = 1 << 20;

  private final int port = Ports.free();

  @TempDir Path folder;

  @Test
  void dialsThroughDante() throws Exception {
    Path config = folder.resolve("danted.conf");
    Files.writeString(
        config,
        """
        logoutput: stderr
        internal: 127.0.0.1 port = %d
        external: 127.0.0.1
        clientmethod: none
        socksmethod: none
        user.privileged: %s
        user.unprivileged: nobody
        client pass {
          from: 0.0.0.0/0 to: 0.0.0.0/0
        }
        socks pass {
          from: 0.0.0.0/0 to: 0.0.0.0/0
        }
        """
            .formatted(port, System.getProperty("user.name")));
    try (PeerProcess _ = start(Peer.DANTE, "-f", config.toString())) {
      carries("\"type\":\"socks\"", true);
      carries("\"type\":\"socks\",\"version\":\"4\"", false);
    }
  }

  @Test
  void dialsThroughMicrosocks() throws Exception {
    try (PeerProcess _ =
        start(Peer.MICROSOCKS, "-i", "127.0.0.1", "-p", "" + port, "-u", "u", "-P", "secret")) {
      carries("\"type\":\"socks\",\"username\":\"u\",\"password\":\"secret\"", false);
      try (Echo echo = Echo.start();
          Local client = client("\"type\":\"socks\"", echo)) {
        Probe.refused(client.port("entrance"));
      }
    }
  }

  @Test
  void dialsThroughTinyproxy() throws Exception {
    Path config = folder.resolve("tinyproxy.conf");
    Files.writeString(
        config,
        """
        Port %d
        Listen 127.0.0.1
        Timeout 600
        BasicAuth u secret
        """
            .formatted(port));
    try (PeerProcess _ = start(Peer.TINYPROXY, "-d", "-c", config.toString())) {
      carries("\"type\":\"http\",\"username\":\"u\",\"password\":\"secret\"", false);
      try (Echo echo = Echo.start();
          Local client = client("\"type\":\"http\"", echo)) {
        Probe.refused(client.port("entrance"));
      }
    }
  }

  @Test
  void dialsThroughSquid() throws Exception {
    Path config = folder.resolve("squid.conf");
    Files.writeString(
        config,
        """
        http_port 127.0.0.1:%d
        http_access allow all
        cache deny all
        cache_mem 0
        memory_cache_shared off
        access_log none
        pid_filename none
        coredump_dir %s
        pinger_enable off
        netdb_filename none
        shutdown_lifetime 0 seconds
        """
            .formatted(port, folder));
    try (PeerProcess _ = start(Peer.SQUID, "-N", "-n", "motet" + port, "-f", config.toString())) {
      carries("\"type\":\"http\"", false);
    }
  }

  private void carries(String outbound, boolean udp) throws Exception {
    try (Echo echo = Echo.start();
        Local client = client(outbound, echo)) {
      int entrance = client.port("entrance");
      Probe.stream(entrance, 1);
      Probe.stream(entrance, MIB);
      if (udp) {
        Probe.datagrams(entrance, 50);
      }
    }
  }

  private Local client(String outbound, Echo echo) throws Exception {
    Link link = new Link("upstream", "", outbound, false);
    return Local.start(link.client(Ports.free(), "127.0.0.1", echo.port(), port));
  }

  private PeerProcess start(Peer peer, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = peer.require().toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return PeerProcess.start(folder, Map.of(), command).awaitPort(port);
  }
}
