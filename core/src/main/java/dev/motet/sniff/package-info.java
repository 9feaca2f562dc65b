/// Recognises protocols by the first bytes of streams and packets (inventory 12.5). Everything here
/// reads bytes of clients nobody knows: limited in bytes and in time, never throwing.
@NullMarked
package dev.motet.sniff;

import org.jspecify.annotations.NullMarked;
