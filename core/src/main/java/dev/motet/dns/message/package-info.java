/// DNS messages: what they say and how they stand in bytes. No sockets, threads or clocks.
@NullMarked
package dev.motet.dns.message;

import org.jspecify.annotations.NullMarked;
