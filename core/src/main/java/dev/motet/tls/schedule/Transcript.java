package dev.motet.tls.schedule;

import dev.motet.crypto.Hkdf;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// The hash of all handshake messages so far (RFC 8446 4.4.1). Until the hash is known, messages
/// are kept. For one thread.
public final class Transcript {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(512);
  private @Nullable MessageDigest digest;

  public Transcript() {}

  private Transcript(MessageDigest digest) {
    this.digest = digest;
  }

  /// Adds a complete message.
  public void add(byte[] message) {
    if (digest == null) {
      kept.write(message, 0, message.length);
    } else {
      digest.update(message);
    }
  }

  /// The suite, and with it the hash, is known from here on.
  public void start(Hkdf hash) {
    if (digest == null) {
      digest = digest(hash);
      digest.update(kept.toByteArray());
      kept.reset();
    }
  }

  /// RFC 8446 4.4.1: before a HelloRetryRequest the first hello is replaced by its hash.
  public void retried() {
    byte[] hash = hash();
    started().reset();
    add(Message.of(HandshakeType.MESSAGE_HASH, hash));
  }

  /// The hash up to here; more may be added after.
  public byte[] hash() {
    return copyOf(started()).digest();
  }

  /// A transcript that goes its own way from here on.
  public Transcript copy() {
    return new Transcript(copyOf(started()));
  }

  /// The hash that `bytes` behind what is there would give, without adding them.
  public byte[] hashWith(byte[] bytes, int from, int length) {
    MessageDigest copy = copyOf(started());
    copy.update(bytes, from, length);
    return copy.digest();
  }

  /// The hash of nothing.
  static byte[] emptyHash(Hkdf hash) {
    return digest(hash).digest();
  }

  private MessageDigest started() {
    if (digest == null) {
      throw new IllegalStateException("the hash is not known yet");
    }
    return digest;
  }

  private static MessageDigest copyOf(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-2 of the JDK can be copied", e);
    }
  }

  private static MessageDigest digest(Hkdf hash) {
    try {
      return MessageDigest.getInstance(hash == Hkdf.SHA256 ? "SHA-256" : "SHA-384");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }
}
