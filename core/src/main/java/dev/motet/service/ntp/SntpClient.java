package dev.motet.service.ntp;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Resources;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.ProtocolException;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks a time server how wrong a clock is. Thread-safe; blocks the calling virtual thread.
public final class SntpClient {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Dialer dialer;
  private final Destination server;
  private final Resources resources;
  private final Clock clock;

  /// @param clock that is compared
  public SntpClient(Dialer dialer, Destination server, Resources resources, Clock clock) {
    this.dialer = dialer;
    this.server = server;
    this.resources = resources;
    this.clock = clock;
  }

  /// How far the server's time is ahead of the clock; negative when it is behind.
  ///
  /// @throws IOException when there is no usable answer within 5 s
  public Duration offset() throws IOException {
    try (PacketConn conn = dialer.bind(new DialRequest(server));
        Timeouts.Timeout _ = resources.timeouts().after(LIMIT, () -> conn.abort(noAnswer()))) {
      // The request says nothing about our clock: what comes back is compared, not read as a time.
      long nonce = resources.random().nextLong();
      long sent = now();
      send(conn, nonce);
      return answer(conn, nonce, sent);
    }
  }

  private void send(PacketConn conn, long nonce) throws IOException {
    PacketBatch batch = new PacketBatch(1, NtpPacket.BYTES);
    Packet packet = batch.add();
    NtpPacket.request(nonce).write(new ByteWriter(packet.data));
    packet.remote = server;
    conn.send(batch);
  }

  /// Waits on after packets that are no answer: anybody can send them.
  private Duration answer(PacketConn conn, long nonce, long sent) throws IOException {
    PacketBatch batch = new PacketBatch(4, 1_500);
    while (conn.receive(batch) >= 0) {
      long arrived = now();
      for (int i = 0; i < batch.count(); i++) {
        NtpPacket answer = read(batch.get(i));
        if (answer != null && answer.originate() == nonce) {
          answer.requireAnswerTo(nonce);
          return NtpTime.offset(sent, answer.receive(), answer.transmit(), arrived);
        }
      }
      batch.clear();
    }
    throw new IOException("the packet connection ended before the answer");
  }

  private static @Nullable NtpPacket read(Packet packet) {
    try {
      return NtpPacket.read(new ByteReader(packet.data));
    } catch (ProtocolException _) {
      return null;
    }
  }

  private long now() {
    return NtpTime.of(clock.instant());
  }

  private DialException noAnswer() {
    return new DialException(
        DialException.Reason.TIMEOUT,
        "no answer from " + server + " within " + LIMIT.toSeconds() + " s");
  }
}
