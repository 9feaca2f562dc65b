package dev.motet.tls.ech;

import dev.motet.crypto.X25519;
import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Configurations and keys of ECH as text, in the form that sing-box reads and writes: one block of
/// PEM, behind which nothing stands.
public final class EchPem {
  private static final String CONFIGS = "ECH CONFIGS";
  private static final String KEYS = "ECH KEYS";
  private static final int LINE = 64;

  private EchPem() {}

  /// The `ECHConfigList` of a block `ECH CONFIGS`, length included.
  ///
  /// @throws ProtocolException for another text, also where the list in it cannot be read
  public static byte[] readConfigs(String pem) throws ProtocolException {
    byte[] list = block(CONFIGS, pem);
    EchConfig.readList(list);
    return list;
  }

  /// The block of the configurations of these keys.
  public static String writeConfigs(List<EchKey> keys) {
    return block(CONFIGS, EchConfig.writeList(keys.stream().map(EchKey::config).toList()));
  }

  // repeated: private key (u16 length), configuration (u16 length)
  /// The keys of a block `ECH KEYS`; clients that have other configurations are told of all of
  /// them.
  ///
  /// @throws ProtocolException for another text, also where a key is not that of its configuration
  public static List<EchKey> readKeys(String pem) throws ProtocolException {
    ByteReader in = new ByteReader(block(KEYS, pem));
    List<EchKey> keys = new ArrayList<>(1);
    while (in.remaining() > 0) {
      byte[] privateKey = in.bytes(in.u16());
      byte[] config = in.bytes(in.u16());
      require(privateKey, EchConfig.read(config));
      keys.add(new EchKey(config, privateKey, true));
    }
    if (keys.isEmpty()) {
      throw new ProtocolException("no key in " + KEYS);
    }
    return List.copyOf(keys);
  }

  /// The block of [#readKeys].
  public static String writeKeys(List<EchKey> keys) {
    int length = 0;
    for (EchKey key : keys) {
      length += 4 + key.privateKey().length + key.config().length;
    }
    ByteWriter out = new ByteWriter(new Buffer(new byte[length], 0, 0));
    for (EchKey key : keys) {
      out.u16(key.privateKey().length).bytes(key.privateKey());
      out.u16(key.config().length).bytes(key.config());
    }
    return block(KEYS, out.buffer().array);
  }

  private static void require(byte[] privateKey, EchConfig config) throws ProtocolException {
    if (privateKey.length != X25519.BYTES) {
      throw new ProtocolException(
          "private key of " + privateKey.length + " bytes (expected: " + X25519.BYTES + ")");
    }
    if (!Arrays.equals(X25519.publicKey(privateKey), config.publicKey())) {
      throw new ProtocolException("private key that is not the one of its configuration");
    }
  }

  private static byte[] block(String type, String pem) throws ProtocolException {
    String text = pem.strip();
    String begin = begin(type);
    String end = end(type);
    if (!text.startsWith(begin)
        || !text.endsWith(end)
        || text.length() < begin.length() + end.length()) {
      throw new ProtocolException("no block of PEM (expected: one \"" + type + "\" alone)");
    }
    String body = text.substring(begin.length(), text.length() - end.length());
    try {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (IllegalArgumentException _) {
      throw new ProtocolException("block \"" + type + "\" that is not base64");
    }
  }

  private static String block(String type, byte[] bytes) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    String body = Base64.getMimeEncoder(LINE, newline).encodeToString(bytes);
    return begin(type) + "\n" + body + "\n" + end(type) + "\n";
  }

  private static String begin(String type) {
    return "-----BEGIN " + type + "-----";
  }

  private static String end(String type) {
    return "-----END " + type + "-----";
  }
}
