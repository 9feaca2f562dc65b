package dev.motet.bench;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.PacketPrefetch;
import dev.motet.io.Prefetch;
import dev.motet.io.Timeouts;
import dev.motet.option.Sniffer;
import dev.motet.sniff.PacketSniffing;
import dev.motet.sniff.Sniffed;
import dev.motet.sniff.StreamSniffing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What sniffing adds to a connection whose first bytes are there: all sniffers, in their default
/// order, from the first look to the answer.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SniffBenchmark {
  private static final List<Sniffer> ALL = List.of();
  private static final int PORT = 443;

  private final Timeouts timeouts = Timeouts.system();
  private final Buffers buffers = new Buffers();
  private final byte[] http =
      "GET /index.html HTTP/1.1\r\nUser-Agent: curl/8.0\r\nAccept: */*\r\nHost: example.org\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private byte[] tls = {};
  private List<byte[]> quicInOnePacket = List.of();
  private List<byte[]> quicInTwoPackets = List.of();

  @Setup
  public void load() throws IOException {
    tls = sample("tls-chromium").getFirst();
    quicInOnePacket = sample("quic-go-x25519");
    quicInTwoPackets = sample("quic-chromium");
  }

  @TearDown
  public void close() {
    timeouts.close();
  }

  @Benchmark
  public Sniffed.@Nullable Found recognisesTls() throws IOException {
    return stream(tls);
  }

  @Benchmark
  public Sniffed.@Nullable Found recognisesHttp() throws IOException {
    return stream(http);
  }

  @Benchmark
  public Sniffed.@Nullable Found recognisesNothing() throws IOException {
    return stream(new byte[] {0, 1, 2, 3, 4, 5});
  }

  @Benchmark
  public Sniffed.@Nullable Found recognisesQuicInOnePacket() throws IOException {
    return packets(quicInOnePacket);
  }

  @Benchmark
  public Sniffed.@Nullable Found recognisesQuicInTwoPackets() throws IOException {
    return packets(quicInTwoPackets);
  }

  private Sniffed.@Nullable Found stream(byte[] bytes) throws IOException {
    return new StreamSniffing(new Prefetch(new Ready(bytes)), PORT, timeouts)
        .sniff(ALL, StreamSniffing.DEFAULT_LIMIT);
  }

  private Sniffed.@Nullable Found packets(List<byte[]> packets) throws IOException {
    return new PacketSniffing(
            new PacketPrefetch(new ReadyPackets(packets), buffers), PORT, timeouts)
        .sniff(ALL, StreamSniffing.DEFAULT_LIMIT);
  }

  private static List<byte[]> sample(String name) throws IOException {
    return Files.readAllLines(Path.of("core/src/test/resources/sniff", name + ".hex")).stream()
        .map(HexFormat.of()::parseHex)
        .toList();
  }

  /// A connection whose first bytes are there.
  private record Ready(byte[] bytes) implements Conn {
    @Override
    public int read(Buffer into) {
      into.append(bytes, 0, bytes.length);
      return bytes.length;
    }

    @Override
    public boolean reportsReadiness() {
      return true;
    }

    @Override
    public void write(Buffer from) {}

    @Override
    public void closeWrite() {}

    @Override
    public void close() {}
  }

  /// An association whose first packets are there.
  private static final class ReadyPackets implements PacketConn {
    private static final Destination REMOTE = Destination.of("192.0.2.1", PORT);

    private final List<byte[]> packets;

    ReadyPackets(List<byte[]> packets) {
      this.packets = new ArrayList<>(packets);
    }

    @Override
    public int receive(PacketBatch into) {
      byte[] bytes = packets.removeFirst();
      Packet packet = into.add();
      packet.data.append(bytes, 0, bytes.length);
      packet.remote = REMOTE;
      return 1;
    }

    @Override
    public boolean reportsReadiness() {
      return true;
    }

    @Override
    public void send(PacketBatch batch) {}

    @Override
    public void close() {}
  }
}
