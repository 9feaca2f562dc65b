package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketPrefetch;
import dev.motet.io.Prefetch;
import dev.motet.io.Timeouts;
import dev.motet.sniff.PacketSniffing;
import dev.motet.sniff.Sniffed;
import dev.motet.sniff.StreamSniffing;
import dev.motet.testkit.Background;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Pipe;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Motet and a real sing-box recognise the same in the same first bytes.
@Tag("interop")
class SniffInteropTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int PORT = 4000;

  private final Timeouts timeouts = Timeouts.system();

  @TempDir Path folder;

  @AfterEach
  void close() {
    timeouts.close();
  }

  @Test
  void recognisesStreamsAsSingBox() throws Exception {
    try (ServerSocket target = new ServerSocket(0, 50, LOOPBACK);
        SniffOracle oracle = SniffOracle.start(folder, target.getLocalPort())) {
      target.setSoTimeout((int) Background.LIMIT.toMillis());
      for (SniffSample sample : SniffSample.streams()) {
        byte[] bytes = sample.packets().getFirst();
        try (Socket client = new Socket(LOOPBACK, oracle.port(sample.sniffers()))) {
          client.getOutputStream().write(bytes);
          try (Socket arrived = target.accept()) {
            assertThat(arrived.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
          }
          assertThat(text(stream(sample), false))
              .as(sample.name())
              .isEqualTo(oracle.answer(client.getLocalPort()));
        }
      }
    }
  }

  @Test
  void recognisesPacketsAsSingBox() throws Exception {
    try (DatagramSocket target = new DatagramSocket(0, LOOPBACK);
        SniffOracle oracle = SniffOracle.start(folder, target.getLocalPort())) {
      target.setSoTimeout((int) Background.LIMIT.toMillis());
      for (SniffSample sample : SniffSample.associations()) {
        try (DatagramSocket client = new DatagramSocket(0, LOOPBACK)) {
          client.connect(new InetSocketAddress(LOOPBACK, oracle.port(sample.sniffers())));
          for (byte[] packet : sample.packets()) {
            client.send(new DatagramPacket(packet, packet.length));
          }
          for (int arrived = 0; arrived < sample.packets().size(); arrived++) {
            target.receive(new DatagramPacket(new byte[1], 1)); // sing-box changes their order
          }
          assertThat(text(association(sample), true))
              .as(sample.name())
              .isEqualTo(oracle.answer(client.getLocalPort()));
        }
      }
    }
  }

  private Sniffed.@Nullable Found stream(SniffSample sample) throws IOException {
    Pipe pipe = Pipe.withReadiness();
    pipe.a().write(Buffer.copyOf(sample.packets().getFirst()));
    return new StreamSniffing(new Prefetch(pipe.b()), PORT, timeouts)
        .sniff(sample.sniffers(), StreamSniffing.DEFAULT_LIMIT);
  }

  private Sniffed.@Nullable Found association(SniffSample sample) throws IOException {
    PacketPipe pipe = PacketPipe.withReadiness();
    for (byte[] bytes : sample.packets()) {
      PacketBatch batch = new PacketBatch(1, bytes.length);
      Packet packet = batch.add();
      packet.data.append(bytes, 0, bytes.length);
      packet.remote = Destination.of("192.0.2.1", PORT);
      pipe.a().send(batch);
    }
    return new PacketSniffing(new PacketPrefetch(pipe.b(), new Buffers()), PORT, timeouts)
        .sniff(sample.sniffers(), StreamSniffing.DEFAULT_LIMIT);
  }

  /// As sing-box logs it: clients of packets only.
  private static @Nullable String text(Sniffed.@Nullable Found found, boolean withClient) {
    if (found == null) {
      return null;
    }
    String text = found.protocol().toString();
    if (found.domain() != null) {
      text += ", domain: " + found.domain();
    }
    if (withClient && found.client() != null) {
      text += ", client: " + found.client();
    }
    return text;
  }
}
