/// The control socket: programs of the same user ask a running instance and tell it what to do.
@NullMarked
package dev.motet.api.control;

import org.jspecify.annotations.NullMarked;
