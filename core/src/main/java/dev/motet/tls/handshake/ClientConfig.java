package dev.motet.tls.handshake;

import dev.motet.crypto.PublicKeys;
import dev.motet.tls.ech.EchConfigSource;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.message.Extension;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a client shakes hands. Immutable; one for many connections, except that [#hook] and
/// [#verifier] may be of one.
///
/// @param shape how the ClientHello looks
/// @param serverName what the certificate must be for; null for an unchecked peer without a name
/// @param sendServerName false for `disable_sni`; an IP literal is never sent
/// @param alpn replaces the list of the shape where that has one; null to leave it
/// @param minVersion number on the wire that a server may choose at least; the shape may offer more
/// @param maxVersion … at most
/// @param suites that a server may choose, by number; empty for all that can be spoken
/// @param identity shown to a server that asks for one; null for none
/// @param ech null for none; what a shape carries as GREASE stays then
/// @param extensions appended for QUIC
/// @param time corrected wall time
/// @param tickets null for no resumption
/// @param quic no compatibility mode: empty session id, no ChangeCipherSpec (RFC 9001 8.4).
public record ClientConfig(
    HelloShape shape,
    @Nullable String serverName,
    boolean sendServerName,
    @Nullable List<String> alpn,
    int minVersion,
    int maxVersion,
    Set<Integer> suites,
    PeerVerifier verifier,
    @Nullable Identity identity,
    @Nullable EchConfigSource ech,
    List<Extension> extensions,
    PublicKeys keys,
    SecureRandom random,
    InstantSource time,
    KeyLog keyLog,
    HelloHook hook,
    @Nullable Tickets tickets,
    boolean quic) {}
