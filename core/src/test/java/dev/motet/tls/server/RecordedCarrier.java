package dev.motet.tls.server;

import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.TrafficKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what a handshake sends, and under which keys.
final class RecordedCarrier implements Carrier {
  /// A message as it was sent.
  record Sent(Level level, byte[] message) {}

  private final List<Sent> sent = new ArrayList<>();
  private final List<String> order = new ArrayList<>();
  private Level writeLevel = Level.INITIAL;
  @Nullable TrafficKeys write;
  @Nullable TrafficKeys read;
  int limit;

  @Override
  public void send(byte[] message) {
    sent.add(new Sent(writeLevel, message));
    order.add(writeLevel + " " + (message[0] & 0xff));
  }

  @Override
  public void sendChangeCipherSpec() {
    order.add("ccs");
  }

  @Override
  public void writeKeys(TrafficKeys keys) {
    write = keys;
    writeLevel = keys.level();
  }

  @Override
  public void readKeys(TrafficKeys keys) {
    read = keys;
  }

  @Override
  public void limitRecords(int bytes) {
    limit = bytes;
  }

  @Override
  public void skipEarlyData() {
    order.add("skip");
  }

  /// All that was sent since the last call.
  List<Sent> take() {
    List<Sent> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  /// Levels and types of all messages so far, and what happened between them.
  List<String> order() {
    return order;
  }
}
