package dev.motet.core;

import dev.motet.io.Buffers;
import dev.motet.io.Pump;
import dev.motet.io.SocketBackend;
import dev.motet.io.Timeouts;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.UnaryOperator;

/// The machinery shared by all components of an instance.
///
/// @param listeners listening sockets, which inbounds hand over
/// @param associations that packets of any source begin
/// @param outgoing what the section `route` says about sockets
/// @param around what an embedding program lays around the dials of sessions
/// @param clock wall time, corrected by `ntp`
public record Resources(
    SocketBackend sockets,
    SharedListeners listeners,
    Buffers buffers,
    Timeouts timeouts,
    Pump pump,
    Clock clock,
    SecureRandom random,
    UdpBudget associations,
    UnaryOperator<Dialer> around,
    Outgoing outgoing) {

  /// Starts a virtual thread of the back end's scheduler.
  public Thread start(String name, Runnable task) {
    Thread thread = sockets.threads().newThread(task);
    thread.setName(name);
    thread.start();
    return thread;
  }
}
