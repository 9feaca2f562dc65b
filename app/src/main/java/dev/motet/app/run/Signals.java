package dev.motet.app.run;

import dev.motet.os.Hangup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Turns the signals of the process into events, until closed. Until it is made, each of them ends
/// the process as usual.
///
/// What a parent ignores stays ignored, so that an interrupt does not reach what a script started
/// in the background; but SIGHUP is how a reload is asked for, under `nohup` too, and no hangup
/// ends the process.
public final class Signals implements AutoCloseable {
  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
  private final Consumer<Event> events;

  public Signals(Consumer<Event> events) {
    this.events = events;
    on("INT", Event.STOP);
    on("TERM", Event.STOP);
    Hangup.heed();
    on("HUP", Event.RELOAD);
    on("USR1", Event.REOPEN_LOG);
  }

  private void on(String name, Event event) {
    try {
      Signal signal = new Signal(name);
      before.put(signal, Signal.handle(signal, _ -> events.accept(event)));
    } catch (IllegalArgumentException _) {
      // The system does not have this signal, or the JVM keeps it for itself (-Xrs).
    }
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }
}
