/// Ways in and out through the operating system: listeners, the system dialer with Happy Eyeballs,
/// detours, the table of UDP associations.
@NullMarked
package dev.motet.dial;

import org.jspecify.annotations.NullMarked;
