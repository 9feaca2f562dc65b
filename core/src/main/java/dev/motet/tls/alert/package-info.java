/// How TLS says that it cannot go on (RFC 8446 6).
@NullMarked
package dev.motet.tls.alert;

import org.jspecify.annotations.NullMarked;
