package dev.motet.tls.ech;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.crypto.Hpke;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.ClientHelloReader;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/// What DNS and servers say to clients, and what clients can hide from everybody but the server.
class EchFuzzTest {
  /// RFC 9849 5.1: nothing is copied twice, so that a hello cannot grow.
  private static final int OVERHEAD = 64;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final EchKey KEY = EchKey.generate("public.example", RANDOM);

  static Stream<byte[]> lists() {
    return Stream.of(EchConfig.writeList(List.of(KEY.config())));
  }

  /// Length (u16) of what was sealed, that, the outer hello.
  static Stream<byte[]> hellos() {
    String encoded =
        "0303" + "00".repeat(32) + "00" + "00021301" + "0100" + "0013" + "fe0d000101"
            + "002b0003020304" + "fd000003" + "02002a" + "00".repeat(7);
    String outer =
        "0303" + "11".repeat(32) + "00" + "00021301" + "0100" + "000a" + "002a0001ff" + "fe0d000100";
    int length = outer.length() / 2;
    return Stream.of(
        HexFormat.of()
            .parseHex(
                HexFormat.of().toHexDigits((short) (encoded.length() / 2))
                    + encoded
                    + "0100"
                    + HexFormat.of().toHexDigits((short) length)
                    + outer));
  }

  @MethodSource("lists")
  @FuzzTest(maxDuration = "60s")
  void configList(byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    try {
      List<EchConfig> configs = EchConfig.readList(bytes);
      for (EchConfig config : configs) {
        if (!Arrays.equals(EchConfig.read(config.raw()).publicKey(), config.publicKey())) {
          throw new AssertionError("read differently from its own bytes");
        }
      }
      EchOffer.of(bytes, RANDOM);
    } catch (ProtocolException _) {
      // refused
    }
  }

  @MethodSource("hellos")
  @FuzzTest(maxDuration = "60s")
  void innerHello(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length < 2) {
      return;
    }
    int cut = Math.min(bytes.length, 2 + (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)));
    byte[] encoded = Arrays.copyOfRange(bytes, 2, cut);
    byte[] outer = Arrays.copyOfRange(bytes, cut, bytes.length);
    try {
      byte[] inner = InnerDecoding.decode(encoded, outer);
      if (inner.length > encoded.length + outer.length + OVERHEAD) {
        throw new AssertionError("grew to " + inner.length + " bytes");
      }
      ClientHelloReader.readMessage(new ByteReader(inner));
    } catch (AlertException _) {
      // refused
    } catch (ProtocolException e) {
      throw new AssertionError("made what cannot be read", e);
    }
  }

  /// The same behind the seal, where a client who knows the public key can write anything; and the
  /// outer hello as it comes from the network.
  @MethodSource("hellos")
  @FuzzTest(maxDuration = "60s")
  void outerHello(byte @Nullable [] bytes) throws GeneralSecurityException {
    if (bytes == null || bytes.length < 2) {
      return;
    }
    try {
      new EchServer(List.of(KEY)).open(bytes);
      OuterExtension extension = OuterExtension.find(bytes);
      if (extension != null && extension.payload().length > 16) {
        byte[] plain = Arrays.copyOf(extension.payload(), extension.payload().length - 16);
        EchConfig config = EchConfig.read(KEY.config());
        Hpke hpke = Hpke.sender(1, config.publicKey(), config.info(), RANDOM);
        if (hpke.seal(extension.aad(bytes), plain).length != extension.payload().length) {
          throw new AssertionError("a seal has 16 bytes");
        }
      }
    } catch (ProtocolException _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = "60s")
  void retryRequest(byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    try {
      int at = EchConfirmation.inRetryRequest(bytes);
      if (at > bytes.length - EchConfirmation.BYTES) {
        throw new AssertionError("confirmation at " + at);
      }
    } catch (ProtocolException _) {
      // refused
    }
  }
}
