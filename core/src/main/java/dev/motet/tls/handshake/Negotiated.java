package dev.motet.tls.handshake;

import dev.motet.tls.message.CipherSuite;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What both sides agreed on.
///
/// @param version number on the wire, `0x0304` for TLS 1.3
/// @param group of the key agreement; 0 where there was none
/// @param alpn the chosen application protocol; null for none
/// @param serverName what the client asked for in the hello that counted (the inner one of ECH)
/// @param peerCertificates DER, leaf first; empty for none. Not to be changed
/// @param ech whether the server took the inner hello
/// @param resumed from a ticket
public record Negotiated(
    int version,
    CipherSuite suite,
    int group,
    @Nullable String alpn,
    @Nullable String serverName,
    List<byte[]> peerCertificates,
    boolean ech,
    boolean resumed) {}
