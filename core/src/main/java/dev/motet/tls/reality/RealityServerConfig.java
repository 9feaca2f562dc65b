package dev.motet.tls.reality;

import dev.motet.crypto.PublicKeys;
import dev.motet.tls.handshake.KeyLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// What a server of REALITY takes for its own clients. Immutable; one for many connections.
///
/// @param serverNames that a client may ask for, exactly
/// @param privateKey X25519, 32 bytes
/// @param shortIds 8 bytes each; the id of zeros where none is configured
/// @param maxTimeDifference zero for any
/// @param minVersion of clients, as 0xXXYYZZ; 0 for any
/// @param maxVersion of clients; 0xffffff for any
/// @param time corrected wall time
public record RealityServerConfig(
    Set<String> serverNames,
    byte[] privateKey,
    List<byte[]> shortIds,
    Duration maxTimeDifference,
    int minVersion,
    int maxVersion,
    PublicKeys keys,
    SecureRandom random,
    InstantSource time,
    KeyLog keyLog) {
  /// Never shows the key.
  @Override
  public String toString() {
    return "RealityServerConfig" + serverNames;
  }
}
