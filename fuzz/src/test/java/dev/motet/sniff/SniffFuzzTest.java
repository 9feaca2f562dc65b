package dev.motet.sniff;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.Sniffer;
import dev.motet.quic.frame.InitialFrames;
import dev.motet.testkit.InitialBytes;
import dev.motet.testkit.Samples;
import dev.motet.tls.fingerprint.Ja3;
import dev.motet.tls.message.ClientHelloReader;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/// First bytes of clients nobody knows: sniffers answer, whatever they are, and stick to a yes or
/// no.
class SniffFuzzTest {
  static Stream<byte[]> streams() {
    return Stream.of("tls-chromium", "tls-openssl12", "http-curl", "http-proxy-curl", "ssh-openssh")
        .map(Samples::stream);
  }

  static Stream<byte[]> hellos() {
    return Stream.of("tls-chromium", "tls-openssl12", "tls-go")
        .map(Samples::stream)
        .map(stream -> Arrays.copyOfRange(stream, 5, stream.length));
  }

  static Stream<byte[]> packets() {
    return Stream.of("quic-chromium", "quic-aioquic-v2", "quic-ngtcp2").map(Samples::stream);
  }

  static Stream<byte[]> frames() {
    return Stream.of("01000000024100050103000203", "0602036162631c0a06026869", "0300000000010203")
        .map(HexFormat.of()::parseHex);
  }

  @MethodSource("streams")
  @FuzzTest(maxDuration = "60s")
  void streams(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      return;
    }
    for (Sniffer name : Sniffer.values()) {
      StreamSniffer sniffer = Sniffers.stream(name);
      if (sniffer != null) {
        Sniffed half = sniffer.sniff(new ByteReader(bytes, 0, (bytes.length + 1) / 2));
        Sniffed whole = sniffer.sniff(new ByteReader(bytes));
        if (!(half instanceof Sniffed.More) && !half.equals(whole)) {
          throw new AssertionError(name + " says " + half + ", then " + whole);
        }
      }
    }
  }

  @MethodSource("packets")
  @FuzzTest(maxDuration = "60s")
  void packets(byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    for (Sniffer name : Sniffer.values()) {
      PacketSniffer sniffer = Sniffers.packets(name);
      if (sniffer != null) {
        sniffer.sniff(new ByteReader(bytes));
        sniffer.sniff(new ByteReader(bytes));
      }
    }
  }

  /// Behind the protection of an Initial packet, where anybody can write.
  @MethodSource("frames")
  @FuzzTest(maxDuration = "60s")
  void framesOfInitialPackets(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length > 60_000) {
      return;
    }
    byte[] packet = new InitialBytes().raw(bytes).padding(20).bytes();
    if (new QuicSniffer().sniff(new ByteReader(packet)) instanceof Sniffed.No) {
      try {
        InitialFrames.read(new ByteReader(Arrays.copyOf(bytes, bytes.length + 20)));
        throw new AssertionError("refused frames that are allowed");
      } catch (ProtocolException _) {
        // refused
      }
    }
  }

  /// A hello cut into two packets says the same as in one.
  @MethodSource("hellos")
  @FuzzTest(maxDuration = "60s")
  void hellosOfInitialPackets(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length < 2 || bytes.length > CryptoAssembly.MAX_BYTES) {
      return;
    }
    int cut = bytes.length / 2;
    Sniffed whole = said(List.of(new InitialBytes().crypto(0, bytes)));
    Sniffed twice =
        said(
            List.of(
                new InitialBytes().crypto(bytes, cut, bytes.length),
                new InitialBytes().crypto(bytes, 0, cut)));
    if (!String.valueOf(domain(whole)).equals(String.valueOf(domain(twice)))) {
      throw new AssertionError(whole + " in one packet, " + twice + " in two");
    }
  }

  @MethodSource("hellos")
  @FuzzTest(maxDuration = "60s")
  void clientHello(byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    try {
      Ja3.hash(ClientHelloReader.readMessage(new ByteReader(bytes)));
    } catch (ProtocolException _) {
      // refused
    }
  }

  private static Sniffed said(List<InitialBytes> packets) {
    QuicSniffer sniffer = new QuicSniffer();
    Sniffed said = Sniffed.MORE;
    for (InitialBytes packet : packets) {
      said = sniffer.sniff(new ByteReader(packet.padding(30).bytes()));
    }
    return said;
  }

  private static @Nullable String domain(Sniffed said) {
    return said instanceof Sniffed.Found found ? found.domain() : null;
  }
}
