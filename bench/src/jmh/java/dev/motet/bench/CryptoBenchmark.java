package dev.motet.bench;

import dev.motet.crypto.Aead;
import dev.motet.crypto.Hkdf;
import java.util.concurrent.TimeUnit;
import javax.crypto.AEADBadTagException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What one record costs to seal and to open in place, and one step of a key schedule.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CryptoBenchmark {
  private static final int HEADER = 5;

  @Param public Aead.Algorithm algorithm = Aead.Algorithm.AES_128_GCM;

  @Param({"1400", "16384"})
  public int bytes;

  private final byte[] nonce = new byte[Aead.NONCE_BYTES];
  private final byte[] secret = new byte[32];
  private final byte[] hash = new byte[32];
  private byte[] record = {};
  private byte[] sealed = {};
  private byte[] opened = {};
  private Aead sealer = new Aead(Aead.Algorithm.AES_128_GCM, new byte[16]);
  private Aead opener = sealer;
  private long number;

  @Setup
  public void prepare() {
    sealer = new Aead(algorithm, new byte[algorithm.keyBytes()]);
    opener = new Aead(algorithm, new byte[algorithm.keyBytes()]);
    record = new byte[HEADER + bytes + Aead.TAG_BYTES];
    sealed = new byte[HEADER + bytes + Aead.TAG_BYTES];
    opened = new byte[HEADER + bytes];
    opener.seal(new byte[12], sealed, 0, HEADER, sealed, HEADER, bytes, sealed, HEADER);
  }

  @Benchmark
  public int seal() {
    long next = ++number;
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[Aead.NONCE_BYTES - 1 - i] = (byte) (next >>> (8 * i));
    }
    return sealer.seal(nonce, record, 0, HEADER, record, HEADER, bytes, record, HEADER);
  }

  @Benchmark
  public int open() throws AEADBadTagException {
    int length = bytes + Aead.TAG_BYTES;
    return opener.open(
        new byte[12], sealed, 0, HEADER, sealed, HEADER, length, opened, HEADER);
  }

  @Benchmark
  public byte[] expandLabel() {
    return Hkdf.SHA256.expandLabel(secret, "c hs traffic", hash, 32);
  }
}
