/// The `motet` command: arguments, signals, its log format.
@NullMarked
package dev.motet.app;

import org.jspecify.annotations.NullMarked;
