package dev.motet.tls.ech;

import dev.motet.crypto.Hpke;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import java.security.InvalidKeyException;
import java.util.List;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// The server's side of one connection that may hide its hello (RFC 9849 7.1): opens the first one,
/// and the second one after a HelloRetryRequest. For one thread.
public final class EchServer {
  private final List<EchKey> keys;
  private boolean offered;
  private @Nullable OuterExtension first;
  private @Nullable Hpke hpke;

  /// @param keys may be empty; then it does nothing
  public EchServer(List<EchKey> keys) {
    this.keys = keys;
  }

  /// Opens the first hello.
  ///
  /// @param outer the message, with its header of 4 bytes
  /// @return the inner one; null when the outer one counts: it hides none, or none that these keys
  ///   open
  public byte @Nullable [] open(byte[] outer) throws AlertException {
    OuterExtension extension = keys.isEmpty() ? null : OuterExtension.find(outer);
    if (extension == null) {
      return null;
    }
    offered = true;
    for (EchKey key : keys) {
      byte[] encoded = opened(key, extension, outer);
      if (encoded != null) {
        first = extension;
        return InnerDecoding.decode(encoded, outer);
      }
    }
    return null;
  }

  /// Opens the hello after a HelloRetryRequest, which goes on where the first one ended.
  ///
  /// @return null when the first one was not opened
  public byte @Nullable [] openSecond(byte[] outer) throws AlertException {
    OuterExtension before = first;
    Hpke context = hpke;
    if (before == null || context == null) {
      return null; // RFC 9849 7.1.1: what was rejected stays so
    }
    OuterExtension extension = OuterExtension.find(outer);
    // RFC 9849 7.1.1
    if (extension == null) {
      throw new AlertException(Alert.MISSING_EXTENSION, "second hello without ECH");
    }
    if (!extension.suite().equals(before.suite())
        || extension.configId() != before.configId()
        || extension.enc().length != 0) {
      throw new AlertException(Alert.ILLEGAL_PARAMETER, "second hello with another ECH");
    }
    try {
      byte[] encoded = context.open(extension.aad(outer), extension.payload());
      return InnerDecoding.decode(encoded, outer);
    } catch (AEADBadTagException _) {
      throw new AlertException(Alert.DECRYPT_ERROR, "second hello that its key does not open");
    }
  }

  /// Whether the inner hello counts.
  public boolean isAccepted() {
    return first != null;
  }

  /// Body of `encrypted_client_hello` in EncryptedExtensions: the configurations that a client
  /// should have used; null for a client that needs none.
  public byte @Nullable [] retryConfigs() {
    if (!offered || isAccepted()) {
      return null;
    }
    List<byte[]> configs = keys.stream().filter(EchKey::isRetry).map(EchKey::config).toList();
    return configs.isEmpty() ? null : EchConfig.writeList(configs);
  }

  private byte @Nullable [] opened(EchKey key, OuterExtension extension, byte[] outer) {
    try {
      EchConfig config = EchConfig.read(key.config());
      // RFC 9849 7.1: the candidates have the id and the suite that the client says
      if (config.configId() != extension.configId()
          || !config.suites().contains(extension.suite())
          || !extension.suite().isSupported()) {
        return null;
      }
      Hpke context =
          Hpke.receiver(extension.suite().aead(), extension.enc(), key.privateKey(), config.info());
      byte[] encoded = context.open(extension.aad(outer), extension.payload());
      hpke = context;
      return encoded;
    } catch (InvalidKeyException | AEADBadTagException _) {
      return null; // GREASE, or sealed for another key
    } catch (ProtocolException e) {
      throw new IllegalStateException("configuration of a key", e);
    }
  }
}
