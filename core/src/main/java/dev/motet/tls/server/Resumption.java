package dev.motet.tls.server;

import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.PeerVerifier;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HelloExtensions;
import dev.motet.tls.message.PreSharedKeys;
import dev.motet.tls.schedule.KeySchedule;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The ticket of a client that a handshake begins with (RFC 8446 4.2.11).
///
/// @param index among those that the client offered
record Resumption(int index, TicketState state) {
  /// A client has one or two; each costs a decryption.
  private static final int MAX_IDENTITIES = 5;

  /// The first ticket that is good. The transcript must end before the hello.
  ///
  /// @return null where the handshake is to be a full one
  /// @throws AlertException when the client does not know the secret of its ticket
  static @Nullable Resumption find(Link link, ReceivedHello received, CipherSuite suite)
      throws AlertException {
    HelloExtensions extensions = received.hello().extensions();
    byte[] body = Extension.find(extensions.all(), ExtensionType.PRE_SHARED_KEY);
    if (body == null) {
      return null;
    }
    PreSharedKeys offered = read(body);
    ServerConfig.TicketKey tickets = link.config().ticketKey();
    boolean usable = HelloRules.allowsPskWithDhe(extensions);
    if (tickets == null || !usable || link.disguise() != null) {
      return null;
    }
    int count = Math.min(MAX_IDENTITIES, offered.identities().size());
    for (int i = 0; i < count; i++) {
      byte[] opened = tickets.open(offered.identities().get(i).identity());
      TicketState state = opened == null ? null : TicketState.read(opened);
      if (state != null && suits(state, link.config(), suite, extensions.serverName())) {
        checkBinder(link, received, suite, state, offered, i);
        return new Resumption(i, state);
      }
    }
    return null;
  }

  private static PreSharedKeys read(byte[] body) throws AlertException {
    try {
      return PreSharedKeys.read(body);
    } catch (ProtocolException e) {
      throw AlertException.undecodable("pre_shared_key", e);
    }
  }

  private static boolean suits(
      TicketState state, ServerConfig config, CipherSuite suite, @Nullable String serverName) {
    long ageMillis = config.time().millis() - state.issuedAtMillis();
    // RFC 8446 4.2.11: the hash of the ticket is that of the suite
    return state.suite().hash() == suite.hash()
        && ageMillis <= TicketState.LIFETIME.toMillis()
        && Objects.equals(state.serverName(), serverName)
        && suits(state.certificates(), config);
  }

  /// A client that must show a certificate showed one when it got the ticket, and one that is still
  /// good.
  private static boolean suits(List<byte[]> certificates, ServerConfig config) {
    return switch (config.clientAuth()) {
      case NO -> certificates.isEmpty();
      case REQUEST -> true;
      case REQUIRE_ANY -> !certificates.isEmpty();
      case VERIFY_IF_GIVEN -> certificates.isEmpty() || verifies(certificates, config);
      case REQUIRE_AND_VERIFY -> !certificates.isEmpty() && verifies(certificates, config);
    };
  }

  private static boolean verifies(List<byte[]> certificates, ServerConfig config) {
    PeerVerifier verifier = config.clientVerifier();
    if (verifier == null) {
      return false;
    }
    try {
      verifier.verify(certificates, null);
      return true;
    } catch (AlertException _) {
      return false; // a full handshake asks for another one
    }
  }

  private static void checkBinder(
      Link link,
      ReceivedHello received,
      CipherSuite suite,
      TicketState state,
      PreSharedKeys offered,
      int index)
      throws AlertException {
    byte[] message = received.message();
    byte[] covered = link.transcript().hashWith(message, 0, message.length - offered.binderBytes());
    byte[] key = new KeySchedule(suite.hash(), state.secret()).binderKey();
    byte[] expected = KeySchedule.finished(suite.hash(), key, covered);
    // RFC 8446 4.2.11: a binder that does not validate ends the handshake
    if (!MessageDigest.isEqual(expected, offered.binders().get(index))) {
      throw new AlertException(Alert.DECRYPT_ERROR, "binder " + index + " is wrong");
    }
  }
}
