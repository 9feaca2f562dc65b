/// Messages of HTTP/1.1 (RFC 9112), read strictly: what two programs could understand differently
/// is refused.
@NullMarked
package dev.motet.http.h1;

import org.jspecify.annotations.NullMarked;
