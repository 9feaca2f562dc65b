package dev.motet.bench;

import dev.motet.crypto.KeyOffer;
import dev.motet.crypto.Providers;
import dev.motet.crypto.PublicKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.TimeUnit;
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

/// What the public-key operations of a handshake cost, with the JDK and BouncyCastle alone and with
/// the fastest that is on the class path.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PublicKeyBenchmark {
  /// Groups and signature schemes by what they are called.
  public enum Kind {
    X25519(0x001d),
    P256(0x0017),
    P384(0x0018),
    X25519MLKEM768(0x11ec),
    ECDSA_P256(0x0403),
    ECDSA_P384(0x0503),
    ED25519(0x0807),
    RSA_2048_PSS(0x0804);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    boolean isGroup() {
      return compareTo(X25519MLKEM768) <= 0;
    }
  }

  @Param({"plain", "fastest"})
  public String keys = "";

  @Param public Kind kind = Kind.X25519;

  private final byte[] message = new byte[130];
  private PublicKeys operations = Providers.plain(new SecureRandom());
  private KeyOffer offer = operations.offer(0x001d);
  private byte[] answer = {};
  private KeyPair pair = new KeyPair(null, null);
  private byte[] signature = {};

  @Setup
  public void prepare() throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    operations =
        keys.equals("plain") ? Providers.plain(random) : Providers.fastest(random);
    if (kind.isGroup()) {
      offer = operations.offer(kind.code);
      answer = operations.answer(kind.code, offer.share()).share();
    } else {
      pair = pair();
      signature = operations.sign(kind.code, pair.getPrivate(), message);
    }
  }

  /// A key pair of a client, or a signature.
  @Benchmark
  public Object offerOrSign() throws GeneralSecurityException {
    return kind.isGroup()
        ? operations.offer(kind.code)
        : operations.sign(kind.code, pair.getPrivate(), message);
  }

  /// The secret of a client, or what it does with a signature.
  @Benchmark
  public Object agreeOrVerify() throws GeneralSecurityException {
    return kind.isGroup()
        ? offer.agree(answer)
        : operations.verify(kind.code, pair.getPublic(), message, signature);
  }

  /// All that a server does for a share; for signatures again what a client does.
  @Benchmark
  public Object answerOrVerify() throws GeneralSecurityException {
    return kind.isGroup()
        ? operations.answer(kind.code, offer.share())
        : operations.verify(kind.code, pair.getPublic(), message, signature);
  }

  private KeyPair pair() throws GeneralSecurityException {
    return switch (kind) {
      case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      case RSA_2048_PSS -> {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        yield rsa.generateKeyPair();
      }
      default -> {
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(
            new ECGenParameterSpec(kind == Kind.ECDSA_P256 ? "secp256r1" : "secp384r1"));
        yield curve.generateKeyPair();
      }
    };
  }
}
