package dev.motet.option;

import dev.motet.json.Fields;
import java.time.Duration;

/// The section `ntp` (inventory TOP-5). It corrects the clock of the program; setting that of the
/// machine as well is not built.
public record NtpOptions(
    boolean enabled, String server, int serverPort, Duration interval, DialOptions dial) {

  public static NtpOptions decode(Fields f) {
    String server = f.string("server", "");
    int port = f.port("server_port");
    f.unbuilt("write_to_system");
    return new NtpOptions(
        f.bool("enabled", false),
        server.isEmpty() ? "time.apple.com" : server,
        port == 0 ? 123 : port,
        Texts.positive(f.duration("interval", Duration.ZERO), Duration.ofMinutes(30)),
        DialOptions.decode(f));
  }
}
