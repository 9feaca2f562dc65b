package dev.motet.tls.client;

import static dev.motet.tls.client.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Compressible;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CertificateRequest;
import dev.motet.tls.message.CompressedCertificate;
import dev.motet.tls.message.ExtensionType;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Certificates that a server compressed (RFC 8879).
class CertificateDecompressionTest {
  private static final byte[] BODY = body(ScriptedServer.certificate());

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shakesHandsWithCompressedCertificates(int algorithm) throws Exception {
    ScriptedServer server = ScriptedServer.start().sendHello().sendExtensions();
    server.send(packed(algorithm, BODY.length));
    server.sendProof().sendFinished().readFlight();
    assertThat(server.client.negotiated().peerCertificates()).containsExactly(ClientSettings.LEAF);
  }

  @Test
  void unpacksWhatRealCompressorsPacked() throws Exception {
    byte[] text = Compressible.words(1, 3000);
    assertThat(inflate(2, 3000, Compressible.sample("words-3000.brotli"))).isEqualTo(text);
    assertThat(inflate(3, 3000, Compressible.sample("words-3000.19"))).isEqualTo(text);
    assertThat(inflate(1, 3000, zlib(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void lengthIsTheDeclaredOne(int algorithm) throws Exception {
    for (int declared : new int[] {BODY.length - 1, BODY.length + 1}) {
      ScriptedServer server = ScriptedServer.start().sendHello().sendExtensions();
      refuses(Alert.BAD_CERTIFICATE, "", () -> server.send(packed(algorithm, declared)));
    }
  }

  /// A few bytes must not cost megabytes.
  @Test
  void declaredLengthIsLimited() throws Exception {
    byte[] bomb = zlib(new byte[1 << 24]);
    for (int declared : new int[] {0, 65_537, 0xffffff}) {
      refuses(
          Alert.BAD_CERTIFICATE, "certificates of " + declared, () -> inflate(1, declared, bomb));
    }
    refuses(Alert.BAD_CERTIFICATE, "longer than", () -> inflate(1, 65_536, bomb));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void survivesDamage(int algorithm) throws Exception {
    byte[] sound =
        switch (algorithm) {
          case 1 -> zlib(Compressible.words(1, 3000));
          case 2 -> Compressible.sample("words-3000.brotli");
          default -> Compressible.sample("words-3000.19");
        };
    BitFlips.survivesEvery(sound, 2000, damaged -> inflate(algorithm, 3000, damaged));
    for (int length = 0; length < sound.length; length += 7) {
      byte[] cut = Arrays.copyOf(sound, length);
      refuses(Alert.BAD_CERTIFICATE, "", () -> inflate(algorithm, 3000, cut));
    }
  }

  @Test
  void trailingBytesAreRefused() throws Exception {
    byte[] more = zlib(BODY);
    byte[] longer = Arrays.copyOf(more, more.length + 1);
    refuses(Alert.BAD_CERTIFICATE, "after the compressed", () -> inflate(1, BODY.length, longer));
  }

  @Test
  void onlyWhatWasOffered() throws Exception {
    ClientSettings settings = new ClientSettings();
    settings.without = Set.of(ExtensionType.COMPRESS_CERTIFICATE);
    ScriptedServer none = new ScriptedServer(settings).sendHello().sendExtensions();
    refuses(Alert.UNEXPECTED_MESSAGE, "25", () -> none.send(packed(1, BODY.length)));
    ScriptedServer other = ScriptedServer.start().sendHello().sendExtensions();
    byte[] unknown = new CompressedCertificate(4, BODY.length, BODY).toBytes();
    refuses(Alert.ILLEGAL_PARAMETER, "by 4", () -> other.send(unknown));
  }

  @Test
  void followARequestToo() throws Exception {
    ScriptedServer server = ScriptedServer.start().sendHello().sendExtensions();
    CertificateRequest request = ClientHandshakeTest.request(0x0403);
    server.send(request.toBytes()).send(packed(1, BODY.length));
    server.sendProof().sendFinished();
    assertThat(server.readFlight()).hasSize(1);
  }

  private static byte[] inflate(int algorithm, int declared, byte[] compressed)
      throws AlertException {
    return CertificateDecompression.inflate(
        new CompressedCertificate(algorithm, declared, compressed));
  }

  private static byte[] packed(int algorithm, int declared) {
    byte[] compressed =
        switch (algorithm) {
          case 1 -> zlib(BODY);
          case 2 -> storedBrotli(BODY);
          default -> storedZstd(BODY);
        };
    return new CompressedCertificate(algorithm, declared, compressed).toBytes();
  }

  private static byte[] zlib(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  // RFC 7932 9: window (1 bit: 0), last (1 bit: 0), nibbles of the length (2 bits: 0, four), length
  // less 1 (16 bits), stored (1 bit: 1); bytes; last and empty (2 bits: 1, 1)
  private static byte[] storedBrotli(byte[] text) {
    int header = ((text.length - 1) << 4) | (1 << 20);
    Buffer out = Buffer.allocate(text.length + 4);
    new ByteWriter(out).u8(header).u8(header >>> 8).u8(header >>> 16).bytes(text).u8(3);
    return out.toBytes();
  }

  // RFC 8878 3.1.1: magic, descriptor with a window, window; last block, stored
  private static byte[] storedZstd(byte[] text) {
    int block = (text.length << 3) | 1;
    Buffer out = Buffer.allocate(text.length + 9);
    new ByteWriter(out).u32(0x28b52ffdL).u16(0);
    new ByteWriter(out).u8(block).u8(block >>> 8).u8(block >>> 16).bytes(text);
    return out.toBytes();
  }

  private static byte[] body(byte[] message) {
    return Arrays.copyOfRange(message, 4, message.length);
  }
}
