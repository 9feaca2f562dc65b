/// What a ClientHello tells about the program that sent it.
@NullMarked
package dev.motet.tls.fingerprint;

import org.jspecify.annotations.NullMarked;
