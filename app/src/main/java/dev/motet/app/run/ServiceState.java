package dev.motet.app.run;

import dev.motet.core.Log;
import dev.motet.os.SdNotify;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Keeps the service manager informed (`Type=notify` and `Type=notify-reload` of systemd).
///
/// @param socket the value of `NOTIFY_SOCKET`; empty without a manager
record ServiceState(String socket, Log log) {
  void ready(String status) {
    tell("READY=1\nSTATUS=" + status);
  }

  void reloading() {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    tell("RELOADING=1\nMONOTONIC_USEC=" + micros);
  }

  void stopping() {
    tell("STOPPING=1");
  }

  private void tell(String message) {
    try {
      SdNotify.send(socket, message);
    } catch (IOException e) {
      log.warn(null, "{}", e.getMessage());
    }
  }
}
