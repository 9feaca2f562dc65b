package dev.motet.tls.fingerprint;

import java.util.List;

/// One extension of a [HelloShape].
public sealed interface ShapeExtension {
  /// A fixed body, also an empty one.
  record Fixed(int type, byte[] body) implements ShapeExtension {}

  /// A type that is drawn, with its body.
  record GreaseSlot(byte[] body) implements ShapeExtension {}

  /// The name, absent where there is none to send.
  record ServerName() implements ShapeExtension {}

  /// supported_groups, with placeholders.
  record Groups(List<Integer> groups) implements ShapeExtension {}

  /// key_share: a key pair for each group; GREASE placeholders have one byte 00.
  ///
  /// @param oneX25519 the hybrid and the classical share have the same X25519 key (Firefox)
  record Shares(List<Integer> groups, boolean oneX25519) implements ShapeExtension {}

  /// supported_versions, with placeholders.
  record Versions(List<Integer> versions) implements ShapeExtension {}

  record SignatureSchemes(List<Integer> schemes) implements ShapeExtension {}

  record Alpn(List<String> protocols) implements ShapeExtension {}

  /// ALPS under its old or its new number.
  record ApplicationSettings(int type, List<String> protocols) implements ShapeExtension {}

  record CompressCertificate(List<Integer> algorithms) implements ShapeExtension {}

  record RecordSizeLimit(int bytes) implements ShapeExtension {}

  /// GREASE ECH, replaced by the real one where there is a configuration.
  ///
  /// @param payloadBytes lengths that one is drawn from
  record EchGrease(List<Integer> payloadBytes) implements ShapeExtension {}

  /// As BoringSSL pads: a message of 256 to 511 bytes becomes one of 512.
  record Padding() implements ShapeExtension {}

  /// Where pre_shared_key would stand; absent without a ticket.
  record PreSharedKey() implements ShapeExtension {}
}
