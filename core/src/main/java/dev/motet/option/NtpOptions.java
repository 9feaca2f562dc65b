package dev.motet.option;

import dev.motet.json.Fields;
import java.time.Duration;

/// The section `ntp` (inventory TOP-5).
///
/// @param writeToSystem set the clock of the machine as well
public record NtpOptions(
    boolean enabled,
    String server,
    int serverPort,
    Duration interval,
    boolean writeToSystem,
    DialOptions dial) {

  public static NtpOptions decode(Fields f) {
    String server = f.string("server", "");
    int port = f.port("server_port");
    return new NtpOptions(
        f.bool("enabled", false),
        server.isEmpty() ? "time.apple.com" : server,
        port == 0 ? 123 : port,
        Texts.positive(f.duration("interval", Duration.ZERO), Duration.ofMinutes(30)),
        f.bool("write_to_system", false),
        DialOptions.decode(f));
  }
}
