package dev.motet.testkit;

import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import java.nio.charset.StandardCharsets;

/// Packets of text.
public final class Packets {
  private Packets() {}

  /// A batch of one packet.
  public static PacketBatch batch(String text, Destination to) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    PacketBatch batch = new PacketBatch(1, 100);
    Packet packet = batch.add();
    packet.data.append(bytes, 0, bytes.length);
    packet.remote = to;
    return batch;
  }
}
