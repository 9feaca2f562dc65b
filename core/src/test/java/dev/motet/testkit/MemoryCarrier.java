package dev.motet.testkit;

import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.TrafficKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what a handshake sends, in its order and with the level of its keys, without records.
public final class MemoryCarrier implements Carrier {
  /// Stands in the order for a ChangeCipherSpec.
  public static final String CHANGE = "change";

  /// What was sent: a message, or null for a ChangeCipherSpec.
  public record Sent(Level level, byte @Nullable [] message) {}

  private final List<Sent> sent = new ArrayList<>();
  private final List<String> order = new ArrayList<>();
  private @Nullable TrafficKeys write;
  private @Nullable TrafficKeys read;
  private int limit;

  @Override
  public void send(byte[] message) {
    sent.add(new Sent(level(), message));
    order.add(level() + " " + (message[0] & 0xff));
  }

  @Override
  public void sendChangeCipherSpec() {
    sent.add(new Sent(level(), null));
    order.add(CHANGE);
  }

  @Override
  public void writeKeys(TrafficKeys keys) {
    write = keys;
  }

  @Override
  public void readKeys(TrafficKeys keys) {
    read = keys;
  }

  @Override
  public void limitRecords(int bytes) {
    limit = bytes;
  }

  /// All that was sent since the last call.
  public List<Sent> takeAll() {
    List<Sent> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  /// The messages among it.
  public List<byte[]> take() {
    List<byte[]> messages = new ArrayList<>();
    for (Sent one : takeAll()) {
      if (one.message != null) {
        messages.add(one.message);
      }
    }
    return messages;
  }

  /// Level and type of each message so far, and [#CHANGE] between them.
  public List<String> order() {
    return order;
  }

  /// Null before the first keys.
  public @Nullable TrafficKeys write() {
    return write;
  }

  /// Null before the first keys.
  public @Nullable TrafficKeys read() {
    return read;
  }

  /// Of records; 0 for none.
  public int limit() {
    return limit;
  }

  private Level level() {
    return write == null ? Level.INITIAL : write.level();
  }
}
