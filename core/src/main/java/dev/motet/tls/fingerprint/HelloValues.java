package dev.motet.tls.fingerprint;

import dev.motet.tls.message.Extension;
import dev.motet.tls.message.KeyShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one connection puts into the places of a [DrawnHello]. Arrays are not to be changed.
///
/// The binders of a pre_shared_key cover the hello up to themselves: its body is given with zeros
/// in their place, and they are written over the end of the message, which nothing follows.
///
/// @param random 32 bytes
/// @param sessionId 0 or 32 bytes
/// @param serverName null for none; an IP literal is not sent, a trailing dot neither
/// @param alpn replaces the list of the shape where that has one, an empty list the whole
///   extension; null to leave it
/// @param shares for the groups of [DrawnHello#shareGroups()], or after a HelloRetryRequest for the
///   one that it named
/// @param cookie of a HelloRetryRequest (RFC 8446 4.2.2); null for none
/// @param ech body of `encrypted_client_hello` in the place of GREASE, or appended where the shape
///   has none; null to leave GREASE
/// @param extra each in the place that the shape has for it, the others appended before padding and
///   pre_shared_key
/// @param preSharedKey body of pre_shared_key, binders included; null for none
public record HelloValues(
    byte[] random,
    byte[] sessionId,
    @Nullable String serverName,
    @Nullable List<String> alpn,
    List<KeyShare> shares,
    byte @Nullable [] cookie,
    byte @Nullable [] ech,
    List<Extension> extra,
    byte @Nullable [] preSharedKey) {}
