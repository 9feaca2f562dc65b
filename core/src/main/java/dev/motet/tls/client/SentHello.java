package dev.motet.tls.client;

import dev.motet.crypto.KeyOffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.fingerprint.Grease;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.ProtocolVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A ClientHello as it left, and what a server may choose from it. What is GREASE was not offered:
/// RFC 8701 4 forbids servers to choose it.
///
/// @param message with its header; not to be changed
/// @param offers key pairs of its shares
/// @param resumption the ticket in its pre_shared_key; null for none
record SentHello(
    byte[] message, ClientHello hello, List<KeyOffer> offers, @Nullable Resumption resumption) {
  /// Reads back the final bytes of an own hello.
  static SentHello of(byte[] message, List<KeyOffer> offers, @Nullable Resumption resumption) {
    try {
      ClientHello hello = ClientHelloReader.readMessage(new ByteReader(message));
      return new SentHello(message, hello, List.copyOf(offers), resumption);
    } catch (ProtocolException e) {
      throw new IllegalStateException("own ClientHello cannot be read", e);
    }
  }

  boolean offersVersion(int version) {
    List<Integer> versions = hello.extensions().versions();
    return versions.isEmpty() // RFC 8446 4.2.1: then it offers up to its legacy_version
        ? version <= hello.version()
        : versions.contains(version) && !Grease.is(version);
  }

  boolean offersTls13() {
    return offersVersion(ProtocolVersion.TLS_1_3);
  }

  boolean offersSuite(int suite) {
    return hello.cipherSuites().contains(suite) && !Grease.is(suite);
  }

  boolean offersGroup(int group) {
    return hello.extensions().groups().contains(group) && !Grease.is(group);
  }

  boolean offersScheme(int scheme) {
    return hello.extensions().signatureAlgorithms().contains(scheme);
  }

  boolean offersExtension(int type) {
    return hello.extensions().has(type) && !Grease.is(type);
  }

  /// Whether servers may compress their certificates so (RFC 8879 3).
  boolean offersCompression(int algorithm) throws ProtocolException {
    byte[] body = Extension.find(hello.extensions().all(), ExtensionType.COMPRESS_CERTIFICATE);
    if (body == null) {
      return false;
    }
    ByteReader in = new ByteReader(body);
    in.skip(1); // length of the list, the rest of the body
    while (in.remaining() > 0) {
      if (in.u16() == algorithm) {
        return true;
      }
    }
    return false;
  }

  /// The application protocols with settings (ALPS) under one of its two numbers.
  List<String> settingsProtocols(int type) throws ProtocolException {
    byte[] body = Extension.find(hello.extensions().all(), type);
    return body == null ? List.of() : Extension.names(body);
  }

  /// The key pair whose share was sent for a group; null for none.
  @Nullable KeyOffer offer(int group) {
    for (KeyOffer offer : offers) {
      if (offer.group() == group) {
        return offer;
      }
    }
    return null;
  }
}
