/// The time of a server: a client for it, and the clock that it corrects.
@NullMarked
package dev.motet.service.ntp;

import org.jspecify.annotations.NullMarked;
