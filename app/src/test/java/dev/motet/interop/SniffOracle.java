package dev.motet.interop;

import dev.motet.option.Sniffer;
import dev.motet.testkit.Background;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A real sing-box that sniffs and says in its log what it recognised. One entrance for each list
/// of sniffers leads to the same target.
record SniffOracle(PeerProcess process, Map<List<Sniffer>, Integer> ports)
    implements AutoCloseable {
  static SniffOracle start(Path folder, int target) throws Exception {
    Map<List<Sniffer>, Integer> ports = new HashMap<>();
    StringBuilder inbounds = new StringBuilder();
    StringBuilder rules = new StringBuilder();
    for (List<Sniffer> sniffers : SniffSample.LISTS) {
      int port = Ports.free();
      ports.put(sniffers, port);
      String separator = inbounds.isEmpty() ? "" : ",";
      inbounds
          .append(separator)
          .append(
              """
              {"type":"direct","tag":"%d","listen":"127.0.0.1","listen_port":%d,
               "override_address":"127.0.0.1","override_port":%d}
              """
                  .formatted(port, port, target));
      rules
          .append(separator)
          .append(
              """
              {"inbound":"%d","action":"sniff","sniffer":[%s]}
              """
                  .formatted(
                      port,
                      String.join(
                          ",", sniffers.stream().map(name -> "\"" + name + "\"").toList())));
    }
    Path file = folder.resolve("sniff.json");
    Files.writeString(
        file,
        """
        {"log":{"level":"debug"},"inbounds":[%s],"outbounds":[{"type":"direct"}],
         "route":{"rules":[%s]}}
        """
            .formatted(inbounds, rules));
    String[] command = {
      Peer.SING_BOX.require().toString(), "run", "--disable-color", "-c", file.toString()
    };
    PeerProcess process = PeerProcess.start(folder, Map.of(), command);
    return new SniffOracle(process.awaitOutput("sing-box started"), ports);
  }

  int port(List<Sniffer> sniffers) {
    return ports.get(sniffers);
  }

  /// What it recognised in the session of the client with this port, which the target has got; null
  /// for nothing.
  @Nullable String answer(int clientPort) {
    Pattern arrival =
        Pattern.compile(
            "\\[(\\d+) [^]]*] inbound/.* connection from 127.0.0.1:" + clientPort + "\n");
    Background.until(() -> arrival.matcher(process.output()).find());
    Matcher arrived = arrival.matcher(process.output());
    String id = arrived.find() ? arrived.group(1) : "";
    Pattern departure = Pattern.compile("\\[" + id + " [^]]*] outbound/");
    Background.until(() -> departure.matcher(process.output()).find());
    Matcher sniffed =
        Pattern.compile("\\[" + id + " [^]]*] router: sniffed (?:packet )?protocol: (.*)\n")
            .matcher(process.output());
    return sniffed.find() ? sniffed.group(1) : null;
  }

  @Override
  public void close() {
    process.close();
  }
}
