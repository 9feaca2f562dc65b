package dev.motet.bench;

import dev.motet.io.AddressCodec;
import dev.motet.io.AddressMemo;
import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.Destination;
import dev.motet.io.ProtocolException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Reading the address that stands in every UDP packet and every request.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AddressCodecBenchmark {
  private final byte[] ipv4 = {1, 127, 0, 0, 1, 0x1f, (byte) 0x90};
  private final byte[] name = {3, 11, 'e', 'x', 'a', 'm', 'p', 'l', 'e', '.', 'o', 'r', 'g', 0, 80};

  private final Buffer packet = Buffer.copyOf(ipv4);
  private final AddressMemo memo = new AddressMemo(AddressCodec.SOCKS);

  @Benchmark
  public Destination readsAgainFromTheSameFlow() throws ProtocolException {
    packet.from = packet.to - ipv4.length;
    return memo.read(packet);
  }

  @Benchmark
  public Destination readsIpv4() throws ProtocolException {
    return AddressCodec.SOCKS.read(new ByteReader(ipv4));
  }

  @Benchmark
  public Destination readsName() throws ProtocolException {
    return AddressCodec.SOCKS.read(new ByteReader(name));
  }
}
