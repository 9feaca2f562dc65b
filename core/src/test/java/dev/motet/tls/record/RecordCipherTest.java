package dev.motet.tls.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.testkit.BitFlips;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CipherSuite;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Protection of records, against the values of RFC 8448 section 3 and against the JDK's ciphers.
class RecordCipherTest {
  private static final String CLIENT_HANDSHAKE =
      "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21";
  private static final String CLIENT_APPLICATION =
      "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5";
  private static final String SERVER_APPLICATION =
      "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643";
  private static final String FINISHED =
      "14000020a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61";
  private static final String FINISHED_RECORD =
      "170303003575ec4dc238cce60b298044a71e219c56cc77b0517fe9b93c7a4bfc"
          + "44d87f38f80338ac98fc46deb384bd1caeacab6867d726c40546";
  private static final String CLIENT_RECORD =
      "1703030043a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b"
          + "9819a8a5b46b395bd54a9a20441e2b62974e1f5a6292a2977014bd1e3deae63aeebb21694915e4";
  private static final String SERVER_RECORD =
      "17030300432e937e11ef4ac740e538ad36005fc4a46932fc3225d05f82aa1b36e30efaf97d90e6df"
          + "fc602dcb501a59a8fcc49c4bf2e5f0a21c0047c2abf332540dd032e167c2955d";
  private static final String CLIENT_CLOSE = "1703030013c9872760655666b74d7ff1153efd6db6d0b0e3";

  private static RecordCipher tls13(Level level, String secret) {
    return RecordCipher.of(
        new TrafficKeys.Tls13(level, CipherSuite.TLS_AES_128_GCM_SHA256, hex(secret)));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] payload() {
    byte[] payload = new byte[50];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) i;
    }
    return payload;
  }

  private static byte[] sealed(RecordCipher cipher, int type, byte[] content) {
    Buffer in = Buffer.copyOf(content);
    Buffer out = Buffer.allocate(content.length + 64);
    out.to += cipher.seal(type, in.array, in.from, content.length, 0, out.array, out.to);
    return out.toBytes();
  }

  private static byte[] opened(RecordCipher cipher, byte[] record) throws AlertException {
    byte[] out = new byte[record.length];
    return Arrays.copyOf(out, cipher.open(record, 0, record.length, out, 0));
  }

  @Test
  void sealsWhatTheTraceSealed() {
    assertThat(sealed(tls13(Level.HANDSHAKE, CLIENT_HANDSHAKE), 22, hex(FINISHED)))
        .isEqualTo(hex(FINISHED_RECORD));
    RecordCipher client = tls13(Level.APPLICATION, CLIENT_APPLICATION);
    assertThat(sealed(client, 23, payload())).isEqualTo(hex(CLIENT_RECORD));
    assertThat(sealed(client, 21, new byte[] {1, 0})).isEqualTo(hex(CLIENT_CLOSE));
  }

  @Test
  void opensWhatTheTraceSealed() throws Exception {
    RecordCipher client = tls13(Level.APPLICATION, CLIENT_APPLICATION);
    assertThat(opened(client, hex(CLIENT_RECORD)))
        .startsWith(payload())
        .endsWith(23)
        .hasSize(payload().length + 1);
    assertThat(opened(client, hex(CLIENT_CLOSE))).containsExactly(1, 0, 21);
    RecordCipher server = tls13(Level.APPLICATION, SERVER_APPLICATION);
    sealed(server, 22, new byte[4]); // the ticket before it has the number 0
    assertThat(opened(server, hex(SERVER_RECORD))).startsWith(payload());
  }

  @Test
  void refusesARecordOutOfOrder() {
    RecordCipher client = tls13(Level.APPLICATION, CLIENT_APPLICATION);
    assertThatThrownBy(() -> opened(client, hex(CLIENT_CLOSE)))
        .isInstanceOfSatisfying(
            AlertException.class, e -> assertThat(e.alert()).isEqualTo(Alert.BAD_RECORD_MAC));
  }

  @Test
  void everyDamageIsABadRecordMac() {
    byte[] valid = hex(CLIENT_RECORD);
    for (int bit = 0; bit < valid.length * 8; bit++) {
      byte[] damaged = valid.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> opened(tls13(Level.APPLICATION, CLIENT_APPLICATION), damaged))
          .as("bit %d", bit)
          .isInstanceOfSatisfying(
              AlertException.class, e -> assertThat(e.alert()).isEqualTo(Alert.BAD_RECORD_MAC));
    }
    BitFlips.survivesEvery(
        valid, 500, damaged -> opened(tls13(Level.APPLICATION, CLIENT_APPLICATION), damaged));
  }

  @Test
  void everyShorterRecordIsABadRecordMac() {
    byte[] valid = hex(CLIENT_RECORD);
    for (int length = 5; length < valid.length; length++) {
      byte[] shorter = Arrays.copyOf(valid, length);
      assertThatThrownBy(() -> opened(tls13(Level.APPLICATION, CLIENT_APPLICATION), shorter))
          .isInstanceOf(AlertException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(CipherSuite.class)
  void opensWhatItSealedInPlaceBelowAndElsewhere(CipherSuite suite) throws Exception {
    for (int shift : new int[] {0, 22, 100}) {
      TrafficKeys keys = ScriptedHandshake.keys(suite, true, Level.APPLICATION, 0);
      RecordCipher sealing = RecordCipher.of(keys);
      RecordCipher opening = RecordCipher.of(keys);
      Random random = new Random(shift);
      for (int length : new int[] {0, 1, 15, 16, 511, 512, 513, 1400, 16_384}) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        Buffer buffer = Buffer.copyOf(content);
        int to = buffer.from - sealing.head() - shift;
        int bytes = sealing.seal(23, buffer.array, buffer.from, length, 0, buffer.array, to);
        assertThat(bytes).isEqualTo(sealing.head() + length + sealing.tail());
        byte[] record = Arrays.copyOfRange(buffer.array, to, to + bytes);
        assertThat(Arrays.copyOf(opened(opening, record), length)).isEqualTo(content);
      }
    }
  }

  @Test
  void tls12WithGcmSendsItsNonce() throws Exception {
    CipherSuite suite = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    byte[] key = hex("000102030405060708090a0b0c0d0e0f");
    byte[] salt = hex("a0a1a2a3");
    RecordCipher cipher = RecordCipher.of(new TrafficKeys.Tls12(suite, key, salt));
    for (long number = 0; number < 3; number++) {
      // RFC 5288 3: nonce = salt (4), explicit (8); RFC 5246 6.2.3.3: what is authenticated too
      Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] nonce = ByteBuffer.allocate(12).put(salt).putLong(number).array();
      jdk.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      jdk.updateAAD(ByteBuffer.allocate(13).putLong(number).put(hex("1703030032")).array());
      byte[] expected =
          ByteBuffer.allocate(79)
              .put(hex("170303004a"))
              .putLong(number)
              .put(jdk.doFinal(payload()))
              .array();
      assertThat(sealed(cipher, 23, payload())).isEqualTo(expected);
    }
  }

  @Test
  void tls12WithChaChaCombinesItsNonce() throws Exception {
    CipherSuite suite = CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256;
    byte[] key = new byte[32];
    byte[] iv = hex("a0a1a2a3a4a5a6a7a8a9aaab");
    RecordCipher cipher = RecordCipher.of(new TrafficKeys.Tls12(suite, key, iv));
    sealed(cipher, 22, new byte[16]);
    // RFC 7905 2: the sequence number 1 in the last bytes
    byte[] nonce = hex("a0a1a2a3a4a5a6a7a8a9aaaa");
    Cipher jdk = Cipher.getInstance("ChaCha20-Poly1305");
    jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
    jdk.updateAAD(hex("00000000000000011703030032"));
    byte[] expected =
        ByteBuffer.allocate(71).put(hex("1703030042")).put(jdk.doFinal(payload())).array();
    assertThat(sealed(cipher, 23, payload())).isEqualTo(expected);
  }
}
