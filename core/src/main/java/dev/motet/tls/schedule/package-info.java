/// The key schedules of TLS: from shared secrets and transcripts to keys (RFC 8446 7, RFC 5246 8).
@NullMarked
package dev.motet.tls.schedule;

import org.jspecify.annotations.NullMarked;
