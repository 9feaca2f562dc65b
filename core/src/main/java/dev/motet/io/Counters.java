package dev.motet.io;

/// The bytes of a session: `up` from the client, `down` to it. Payload as the client sent and got
/// it, without any protocol's framing.
public record Counters(Meter up, Meter down) {
  public Counters() {
    this(new Meter(), new Meter());
  }
}
