package dev.motet.tls.handshake;

import dev.motet.crypto.PublicKeys;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.ech.EchKey;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a server shakes hands. Immutable; one for many connections.
///
/// @param identities chosen for each hello
/// @param alpn in order of preference; empty to choose none
/// @param minVersion number on the wire
/// @param maxVersion number on the wire
/// @param suites of TLS 1.3 that may be chosen, preferred first
/// @param groups that may be chosen, preferred first
/// @param clientAuth whether clients are asked for a certificate
/// @param clientVerifier null where [#clientAuth] is `NONE`
/// @param echKeys asked for at each connection, so that they can be swapped; empty for no ECH
/// @param ticketKey seals tickets; null for no resumption
/// @param extensions added to EncryptedExtensions for QUIC
/// @param time corrected wall time
/// @param quic as in [ClientConfig#quic]
public record ServerConfig(
    Identities identities,
    List<String> alpn,
    int minVersion,
    int maxVersion,
    List<Integer> suites,
    List<Integer> groups,
    ClientAuth clientAuth,
    @Nullable PeerVerifier clientVerifier,
    java.util.function.Supplier<List<EchKey>> echKeys,
    @Nullable TicketKey ticketKey,
    List<Extension> extensions,
    PublicKeys keys,
    SecureRandom random,
    InstantSource time,
    KeyLog keyLog,
    boolean quic) {
  /// Finds the certificate for a client. Thread-safe.
  public interface Identities {
    /// @throws AlertException `unrecognized_name` or `handshake_failure` when there is none for it
    Identity select(ClientHello hello) throws AlertException;
  }

  /// Names as the option `client_authentication`.
  public enum ClientAuth {
    NO,
    /// Any certificate, or none.
    REQUEST,
    /// Any certificate.
    REQUIRE_ANY,
    /// A certificate that verifies, or none.
    VERIFY_IF_GIVEN,
    /// A certificate that verifies.
    REQUIRE_AND_VERIFY;

    /// As the option writes it.
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// Seals what a ticket holds, and remembers which were used. Thread-safe.
  public interface TicketKey {
    byte[] seal(byte[] state);

    /// @return null for what it did not seal, what is too old, and what was used before
    byte @Nullable [] open(byte[] ticket);
  }
}
