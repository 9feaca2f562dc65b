/// The record protocol over a stream: TLS 1.3 (RFC 8446 5), and TLS 1.2 with an AEAD (RFC 5288, RFC
/// 7905).
@NullMarked
package dev.motet.tls.record;

import org.jspecify.annotations.NullMarked;
