package dev.motet.quic.packet;

import dev.motet.crypto.Hkdf;
import dev.motet.io.ProtocolException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Takes off and puts on the protection of packets of one direction with AES-128-GCM (RFC 9001 5).
/// Of one thread.
public final class PacketProtection {
  private static final byte[] NONE = {};
  private static final int KEY_BYTES = 16;
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  /// RFC 9001 5.4.2: the sample begins where the packet number would end if it had 4 bytes.
  private static final int MAX_NUMBER_BYTES = 4;

  private static final int SAMPLE_BYTES = 16;
  private static final int LONG_FORM = 0x80;

  private final SecretKeySpec key;
  private final byte[] iv;
  private final Cipher aead;
  private final Cipher mask;

  /// A packet without its protection.
  ///
  /// @param payload frames
  public record Opened(long number, byte[] payload) {}

  private PacketProtection(QuicVersion version, byte[] secret) {
    try {
      key = new SecretKeySpec(derive(version, secret, "key", KEY_BYTES), "AES");
      iv = derive(version, secret, "iv", IV_BYTES);
      aead = Cipher.getInstance("AES/GCM/NoPadding");
      mask = Cipher.getInstance("AES/ECB/NoPadding");
      byte[] header = derive(version, secret, "hp", KEY_BYTES);
      mask.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(header, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  /// Of the Initial packets that a client sends.
  ///
  /// @param destinationId of the first one
  public static PacketProtection initialClient(QuicVersion version, byte[] destinationId) {
    return initial(version, destinationId, "client in");
  }

  /// Of the Initial packets that a server sends.
  ///
  /// @param destinationId of the first one of the client
  public static PacketProtection initialServer(QuicVersion version, byte[] destinationId) {
    return initial(version, destinationId, "server in");
  }

  private static PacketProtection initial(QuicVersion version, byte[] id, String label) {
    byte[] secret = Hkdf.SHA256.extract(version.initialSalt(), id);
    return new PacketProtection(
        version, Hkdf.SHA256.expandLabel(secret, label, NONE, Hkdf.SHA256.hashBytes()));
  }

  /// @param packet exactly one packet; its header loses its protection in place
  /// @param headerBytes before the packet number
  /// @param largest number received before; -1 for none
  /// @throws ProtocolException when it was not protected with these keys
  public Opened open(byte[] packet, int headerBytes, long largest) throws ProtocolException {
    if (packet.length < headerBytes + MAX_NUMBER_BYTES + SAMPLE_BYTES) {
      throw new ProtocolException("packet of " + packet.length + " bytes (expected: more)");
    }
    byte[] bits = mask(packet, headerBytes);
    packet[0] ^= (byte) (bits[0] & maskedBits(packet[0]));
    int numberBytes = 1 + (packet[0] & 3);
    long truncated = 0;
    for (int i = 0; i < numberBytes; i++) {
      packet[headerBytes + i] ^= bits[1 + i];
      truncated = truncated << 8 | (packet[headerBytes + i] & 0xff);
    }
    long number = PacketNumbers.expand(truncated, numberBytes, largest);
    int from = headerBytes + numberBytes;
    try {
      aead.init(Cipher.DECRYPT_MODE, key, nonce(number));
      aead.updateAAD(packet, 0, from);
      return new Opened(number, aead.doFinal(packet, from, packet.length - from));
    } catch (AEADBadTagException _) {
      throw new ProtocolException("packet that these keys do not open");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param header whose last bytes are the packet number, as many as its first byte says
  /// @param payload enough that a sample can be taken: number and payload have at least 4 bytes
  /// @return the packet
  public byte[] seal(byte[] header, long number, byte[] payload) {
    int numberBytes = 1 + (header[0] & 3);
    int headerBytes = header.length - numberBytes;
    byte[] packet = Arrays.copyOf(header, header.length + payload.length + TAG_BYTES);
    try {
      aead.init(Cipher.ENCRYPT_MODE, key, nonce(number));
      aead.updateAAD(header);
      aead.doFinal(payload, 0, payload.length, packet, header.length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    byte[] bits = mask(packet, headerBytes);
    packet[0] ^= (byte) (bits[0] & maskedBits(packet[0]));
    for (int i = 0; i < numberBytes; i++) {
      packet[headerBytes + i] ^= bits[1 + i];
    }
    return packet;
  }

  private byte[] mask(byte[] packet, int headerBytes) {
    try {
      return mask.doFinal(packet, headerBytes + MAX_NUMBER_BYTES, SAMPLE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// RFC 9001 5.4.1: four bits of a long header, five of a short one.
  private static int maskedBits(byte first) {
    return (first & LONG_FORM) != 0 ? 0x0f : 0x1f;
  }

  /// RFC 9001 5.3
  private GCMParameterSpec nonce(long number) {
    byte[] nonce = iv.clone();
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[IV_BYTES - 1 - i] ^= (byte) (number >>> (8 * i));
    }
    return new GCMParameterSpec(8 * TAG_BYTES, nonce);
  }

  private static byte[] derive(QuicVersion version, byte[] secret, String name, int length) {
    return Hkdf.SHA256.expandLabel(secret, version.label(name), NONE, length);
  }
}
