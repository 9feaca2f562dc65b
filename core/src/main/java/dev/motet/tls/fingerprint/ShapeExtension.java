package dev.motet.tls.fingerprint;

import dev.motet.tls.message.ExtensionType;
import java.util.List;

/// One extension of a [HelloShape].
public sealed interface ShapeExtension {
  /// Its number on the wire; [Grease#PLACEHOLDER] for one that is drawn.
  int type();

  /// A fixed body, also an empty one.
  record Fixed(int type, byte[] body) implements ShapeExtension {}

  /// A type that is drawn, with its body.
  record GreaseSlot(byte[] body) implements ShapeExtension {
    @Override
    public int type() {
      return Grease.PLACEHOLDER;
    }
  }

  /// The name, absent where there is none to send.
  record ServerName() implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.SERVER_NAME;
    }
  }

  /// supported_groups, with placeholders.
  record Groups(List<Integer> groups) implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.SUPPORTED_GROUPS;
    }
  }

  /// key_share: a key pair for each group; GREASE placeholders have one byte 00.
  ///
  /// @param oneX25519 the hybrid and the classical share have the same X25519 key (Firefox)
  record Shares(List<Integer> groups, boolean oneX25519) implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.KEY_SHARE;
    }
  }

  /// supported_versions, with placeholders.
  record Versions(List<Integer> versions) implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.SUPPORTED_VERSIONS;
    }
  }

  /// signature_algorithms, with placeholders.
  record SignatureSchemes(List<Integer> schemes) implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.SIGNATURE_ALGORITHMS;
    }
  }

  /// The application protocols; absent where there are none.
  record Alpn(List<String> protocols) implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.ALPN;
    }
  }

  /// ALPS under its old or its new number.
  record ApplicationSettings(int type, List<String> protocols) implements ShapeExtension {}

  /// Algorithms of compressed certificates (RFC 8879).
  record CompressCertificate(List<Integer> algorithms) implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.COMPRESS_CERTIFICATE;
    }
  }

  /// Bytes of plaintext that a record may have (RFC 8449).
  record RecordSizeLimit(int bytes) implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.RECORD_SIZE_LIMIT;
    }
  }

  /// GREASE ECH, replaced by the real one where there is a configuration.
  ///
  /// @param aeads of HPKE, that one is drawn from
  /// @param payloadBytes lengths that one is drawn from
  record EchGrease(List<Integer> aeads, List<Integer> payloadBytes) implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.ENCRYPTED_CLIENT_HELLO;
    }
  }

  /// Where an extension stands that only [HelloValues] can bring; absent without.
  record Place(int type) implements ShapeExtension {}

  /// As BoringSSL pads: a message of 256 to 511 bytes becomes one of 512.
  record Padding() implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.PADDING;
    }
  }

  /// Where pre_shared_key would stand; absent without a ticket.
  record PreSharedKey() implements ShapeExtension {
    @Override
    public int type() {
      return ExtensionType.PRE_SHARED_KEY;
    }
  }
}
